package dev.sluice.server.change;

import dev.sluice.server.change.ChangesTest.Case;
import dev.sluice.server.change.ChangesTest.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** For every key of the pipeline file what a change of it means. */
@SuppressWarnings("StringConcatToTextBlock")
final class ChangeCases {
  /** Keys without a case, and why. */
  static final Map<String, String> DECIDED_ELSEWHERE =
      Map.ofEntries(
          Map.entry("sluice", "there is one version of the format"),
          Map.entry("outcomes", "OutcomeChangesTest"),
          Map.entry("suites.SUITE.boots", "in every suite; listing it changes nothing"),
          Map.entry("suites.SUITE.updates", "in every suite"),
          Map.entry("suites.SUITE.healthy", "in every suite"),
          Map.entry("suites.SUITE.survives-reboot", "in every suite"),
          Map.entry("suites.SUITE.reverts", "in every suite"));

  private static final Means BOTH = Means.WEAKER_BOTH_WAYS;
  private static final Means BACK = Means.WEAKER_BACK;
  private static final Means WEAKER = Means.WEAKER;
  private static final Means NOTED = Means.NOTED;

  private final List<Case> cases = new ArrayList<>();
  private String file = "sluice.yaml";

  private ChangeCases() {}

  static List<Case> all() {
    ChangeCases all = new ChangeCases();
    all.ofTheFile();
    all.ofArtifacts();
    all.ofSuites();
    all.ofEnvironments();
    all.file = "machines.yaml";
    all.ofInstalled();
    all.ofRecipes("environments.NAME.image.debian", "        packages: [clamav]\n", 0);
    all.ofRecipes("environments.NAME.root.debian", "        packages: [tzdata]\n", 1);
    all.ofMachines();
    return all.cases;
  }

  private void is(String key, String from, String to, Means means, String says) {
    cases.add(new Case(file, key, from, to, means, says));
  }

  private void ofTheFile() {
    is("time-box", "time-box: 10 m", "time-box: 5 m", WEAKER, "time-box is 5 m, and was 10 m");
    is("time-box", "time-box: 10 m\n", "", BACK, "time-box is not set any more");
    is("product", "product: filter", "product: sieve", BOTH, "product is sieve");
    is(
        "artifacts",
        "  second:\n    kind: application\n    at: /srv/second/second.bin\n"
            + "    releases: { \"1\": build/second-1 }\n    verbs:\n"
            + "      install: [secondctl, install]\n      take: [secondctl, take]\n"
            + "      in-force: [secondctl, in-force]\n      probe: [secondctl, probe]\n",
        "",
        WEAKER,
        "second: the artifact is removed");
    is(
        "environments",
        "  parts:\n    driver: qemu\n    image: { kernel: image/vmlinux, initrd: image/initrd,"
            + " state: image/state.img, cmdline: quiet }\n    state: /srv\n"
            + "    stands-for: { os: other }\n",
        "",
        WEAKER,
        "the environment parts is removed");
    is(
        "suites",
        "  regression:\n    - installs\n    - command: [filterctl, self-test]\n"
            + "      name: self-test\n      exit: 0\n      output: ok\n      within: 5 s\n"
            + "  needs-machine: [self-test]\n",
        "  regression: [installs]\n",
        WEAKER,
        "the check self-test is removed");
  }

  private void ofArtifacts() {
    String a = "artifacts.NAME.";
    is(
        a + "kind",
        "    kind: data\n    for: filter\n    at: /srv/filter/lists\n"
            + "    format: { json-schema: lists/schema.json }\n",
        "    kind: application\n    at: /srv/filter/lists\n    releases: { \"1\": build/lists-1 }\n"
            + "    verbs: { take: [l, t], in-force: [l, i], install: [l, n], probe: [l, p] }\n"
            + "    format: { json-schema: lists/schema.json }\n",
        BOTH,
        "lists: kind is application, and was data");
    is(
        a + "for",
        "for: filter\n    at: /srv/filter/lists",
        "for: second\n    at: /srv/filter/lists",
        BOTH,
        "lists: for is second, and was filter");
    is(a + "at", "at: /srv/filter/words", "at: /srv/filter/words.txt", BOTH, "words: at is");
    is(
        a + "releases",
        "      \"2\": { file: build/filter-2, hosts: 20 }\n",
        "      \"2\": { file: build/filter-2, hosts: 20 }\n      \"3\": { file: build/filter-3, hosts: 2 }\n",
        BACK,
        "filter: release 3 is new");
    is(
        a + "releases",
        "      \"1\": { file: build/filter-1, hosts: 10 }\n      \"2\": { file: build/filter-2, hosts: 20 }\n",
        "      \"2\": { file: build/filter-2, hosts: 20 }\n      \"1\": { file: build/filter-1, hosts: 10 }\n",
        BOTH,
        "filter: the order of releases is another");
    is(
        a + "releases.VERSION.file",
        "build/filter-2",
        "build/other-2",
        BOTH,
        "filter: release 2: its file is another one");
    is(
        a + "releases.VERSION.hosts",
        "hosts: 20",
        "hosts: 30",
        NOTED,
        "filter: release 2: hosts is 30, and was 20");
    is(
        a + "releases.VERSION.hosts",
        ", hosts: 20",
        "",
        NOTED,
        "filter: release 2: hosts is not set any more");
    is(
        a + "build",
        "[./build.sh]",
        "[./make.sh]",
        NOTED,
        "filter: build is ./make.sh, and was ./build.sh");
    is(
        a + "size",
        "size: 64 KiB",
        "size: 128 KiB",
        WEAKER,
        "words: size is 128 KiB, and was 64 KiB");
    is(
        a + "provenance",
        "provenance: keys/build.pub",
        "provenance: [keys/build.pub, keys/more.pub]",
        WEAKER,
        "filter: another key may say where releases come from: keys/more.pub");
    is(
        a + "provenance",
        "    provenance: keys/build.pub\n",
        "",
        WEAKER,
        "filter: releases need no provenance any more");
    is(a + "provenance", "keys/build.pub", "keys/other.pub", BOTH, "another key");
    is(
        a + "hand-on",
        "hand-on: by-hand",
        "hand-on: when-proven",
        WEAKER,
        "filter: proven releases are handed on without a person's word");
    is(
        a + "format",
        "    format: { command: [tools/check-words, --strict] }\n",
        "",
        WEAKER,
        "words: the check of the format is removed");
    is(
        a + "format",
        "{ command: [tools/check-words, --strict] }",
        "{ json-schema: words/schema.json }",
        BOTH,
        "words: the check of the format is words/schema.json");
    is(
        a + "format.command",
        "tools/check-words, --strict",
        "tools/check-words",
        BOTH,
        "words: the check of the format is tools/check-words, and was tools/check-words --strict");
    is(
        a + "format.json-schema",
        "lists/schema.json",
        "lists/lax.json",
        BOTH,
        "lists: the check of the format is lists/lax.json");
    is(
        a + "in-force",
        "    in-force: sha256\n",
        "",
        BOTH,
        "words: in-force is version, and was sha256");
    is(a + "one-way", "[\"9\"]", "[\"9\", \"10\"]", WEAKER, "words: 10 is one-way");
    is(
        a + "floor",
        "    one-way: [\"9\"]\n    floor: { version: \"0\", file: words/empty }\n",
        "",
        BOTH,
        "words: the floor is removed");
    is(
        a + "floor.version",
        "{ version: \"0\"",
        "{ version: \"00\"",
        BOTH,
        "words: the floor's version is 00, and was 0");
    is(
        a + "floor.file",
        "file: words/empty",
        "file: words/none",
        BOTH,
        "words: the floor's file is another one");
    is(
        a + "verbs",
        "      healthy: [filterctl, healthy]\n",
        "",
        WEAKER,
        "filter: the verb healthy is not set any more");
    for (String verb : List.of("install", "take", "in-force", "probe", "healthy")) {
      is(
          a + "verbs." + verb,
          "[filterctl, " + verb + "]",
          "[filterctl, " + verb + ", fast]",
          BOTH,
          "filter: the verb " + verb + " is filterctl " + verb + " fast, and was");
    }
    is(
        a + "known-bad",
        "      - { release: \"4\", file: words/zealous, goes-red: leaves-alone, with: \"2\" }\n",
        "",
        WEAKER,
        "words: the known-bad release 4, on which leaves-alone goes red, is removed");
    is(
        a + "known-bad.release",
        "{ release: \"4\"",
        "{ release: \"5\"",
        BOTH,
        "known-bad release 4");
    is(a + "known-bad.file", "words/zealous", "words/other", BOTH, "known-bad release 4");
    is(
        a + "known-bad.goes-red",
        "goes-red: leaves-alone",
        "goes-red: healthy",
        BOTH,
        "known-bad release 4, on which leaves-alone goes red, is removed or another one");
    is(a + "known-bad.with", "with: \"2\"", "with: \"1\"", BOTH, "known-bad release 4");
  }

  private void ofSuites() {
    String s = "suites.";
    is(
        s + "smoke",
        "    - stays-within: { wall: 5 s, cpu: 2 s, memory: 32 MiB, disk: 1 MiB }\n",
        "",
        WEAKER,
        "the check stays-within is removed");
    is(
        s + "smoke",
        "    - catches: samples/threat\n    - leaves-alone: { samples: [samples/clean], vital: [/usr/bin/dash] }\n",
        "    - leaves-alone: { samples: [samples/clean], vital: [/usr/bin/dash] }\n    - catches: samples/threat\n",
        BOTH,
        "the checks are in another order");
    is(
        s + "regression",
        "    - stays-within: { wall: 5 s, cpu: 2 s, memory: 32 MiB, disk: 1 MiB }\n    - survives-dates: { valid-for: 90 d, days: [2027-03-01] }\n  regression:\n",
        "    - survives-dates: { valid-for: 90 d, days: [2027-03-01] }\n  regression:\n    - stays-within: { wall: 5 s, cpu: 2 s, memory: 32 MiB, disk: 1 MiB }\n",
        WEAKER,
        "the check stays-within is of regression alone");
    is(
        s + "needs-machine",
        "  needs-machine: [self-test]\n",
        "",
        BOTH,
        "needs-machine: self-test is removed");
    String c = "suites.SUITE.";
    is(
        c + "catches",
        "catches: samples/threat",
        "catches: [samples/threat, samples/more]",
        BACK,
        "catches: samples are new: samples/more");
    is(
        c + "leaves-alone",
        "leaves-alone: { samples: [samples/clean], vital: [/usr/bin/dash] }",
        "leaves-alone: samples/clean",
        WEAKER,
        "leaves-alone: vital: /usr/bin/dash is removed");
    is(
        c + "leaves-alone.samples",
        "samples: [samples/clean]",
        "samples: [samples/clean, samples/office]",
        BACK,
        "leaves-alone: samples are new: samples/office");
    is(
        c + "leaves-alone.vital",
        "[/usr/bin/dash]",
        "[/usr/bin/dash, /boot]",
        BACK,
        "leaves-alone: vital: /boot is added");
    is(
        c + "stays-within",
        ", disk: 1 MiB }",
        " }",
        WEAKER,
        "stays-within: disk is not set any more");
    is(
        c + "stays-within.wall",
        "wall: 5 s",
        "wall: 6 s",
        WEAKER,
        "stays-within: wall is 6 s, and was 5 s");
    is(
        c + "stays-within.cpu",
        "cpu: 2 s",
        "cpu: 1500 ms",
        BACK,
        "stays-within: cpu is 1500 ms, and was 2 s");
    is(
        c + "stays-within.memory",
        "memory: 32 MiB",
        "memory: 64 MiB",
        WEAKER,
        "stays-within: memory is 64 MiB, and was 32 MiB");
    is(
        c + "stays-within.disk",
        "disk: 1 MiB",
        "disk: 2 MiB",
        WEAKER,
        "stays-within: disk is 2 MiB, and was 1 MiB");
    is(
        c + "survives-dates",
        "    - survives-dates: { valid-for: 90 d, days: [2027-03-01] }\n",
        "",
        WEAKER,
        "the check survives-dates is removed");
    is(
        c + "survives-dates.valid-for",
        "valid-for: 90 d",
        "valid-for: 30 d",
        WEAKER,
        "survives-dates: valid-for is 30 d, and was 90 d");
    is(
        c + "survives-dates.days",
        "[2027-03-01]",
        "[2027-03-01, 2028-02-29]",
        BACK,
        "survives-dates: days: 2028-02-29 is added");
    is(
        c + "installs",
        "    - installs\n",
        "    - command: [true]\n      name: more\n    - installs\n",
        BACK,
        "the check more is new");
    is(
        c + "command",
        "[filterctl, self-test]",
        "[true]",
        BOTH,
        "the check self-test: command is true");
    is(
        c + "name",
        "      name: self-test\n      exit: 0\n      output: ok\n      within: 5 s\n  needs-machine: [self-test]",
        "      name: other\n      exit: 0\n      output: ok\n      within: 5 s\n  needs-machine: [other]",
        BOTH,
        "the check self-test is removed");
    is(c + "exit", "exit: 0", "exit: 3", BOTH, "the check self-test: exit is 3, and was 0");
    is(
        c + "output",
        "      output: ok\n",
        "",
        WEAKER,
        "the check self-test: output is not set any more");
    is(
        c + "within",
        "within: 5 s",
        "within: 9 s",
        WEAKER,
        "the check self-test: within is 9 s, and was 5 s");
    is(
        c + "stands-for",
        "      within: 5 s\n  needs-machine: [self-test]\n",
        "      within: 5 s\n      stands-for: catches\n",
        BOTH,
        "the check self-test: stands-for is catches");
  }

  private void ofEnvironments() {
    String e = "environments.NAME.";
    is(
        e + "driver",
        "    driver: qemu\n    image: { script: guest.sh, inputs: [guest] }\n    state: /srv\n    memory: 256 MiB\n    parameters: [oops=panic]\n    network: closed\n",
        "    driver: process\n    root: { folder: roots/appliance }\n    state: /srv\n    memory: 256 MiB\n",
        BOTH,
        "small: the driver is another one");
    is(
        e + "stands-for",
        "{ os: debian, version: \"12\" }",
        "{ os: debian }",
        WEAKER,
        "small: it stands for {os=debian}, and did for {os=debian, version=12}");
    is(e + "stands-for", "version: \"12\" }", "version: \"13\" }", BOTH, "small: it stands for");
    is(
        e + "deadline",
        "deadline: 60 s",
        "deadline: 90 s",
        WEAKER,
        "small: deadline is 90 s, and was 1 m");
    is(e + "deadline", "    deadline: 60 s\n", "", BOTH, "small: deadline is not set any more");
    is(e + "flakes", "flakes: 10 %", "flakes: 20 %", WEAKER, "small: flakes is 20 %, and was 10 %");
    is(
        e + "image",
        "image: { script: guest.sh, inputs: [guest] }",
        "image: { kernel: image/k, initrd: image/i, state: image/s, cmdline: quiet }",
        BOTH,
        "small: the image is of another kind");
    is(
        e + "image.script",
        "script: guest.sh",
        "script: other.sh",
        BOTH,
        "small: what the guest is built from is different");
    is(
        e + "image.inputs",
        "inputs: [guest]",
        "inputs: [guest, debian.sh]",
        BOTH,
        "small: what the guest is built from is different: debian.sh");
    is(
        e + "image.kernel",
        "image/vmlinux",
        "image/vmlinuz",
        BOTH,
        "parts: the kernel is another one");
    is(
        e + "image.initrd",
        "initrd: image/initrd",
        "initrd: image/initrd2",
        BOTH,
        "parts: the initrd is another one");
    is(
        e + "image.state",
        "image/state.img",
        "image/empty.img",
        BOTH,
        "parts: the state disk is another one");
    is(
        e + "image.cmdline",
        "cmdline: quiet",
        "cmdline: loud",
        BOTH,
        "parts: cmdline is loud, and was quiet");
    is(e + "network", "    network: closed\n", "", BOTH, "small: network is none, and was closed");
    is(e + "state", "/srv", "/opt", BOTH, "small: state is /opt, and was /srv");
    is(
        e + "memory",
        "memory: 256 MiB",
        "memory: 512 MiB",
        WEAKER,
        "small: memory is 512 MiB, and was 256 MiB");
    is(
        e + "parameters",
        "[oops=panic]",
        "[quiet]",
        BOTH,
        "small: parameters is quiet, and was oops=panic");
  }

  private void ofInstalled() {
    is(
        "artifacts.NAME.releases.VERSION.installed-in",
        "\"1\": build/filter-1",
        "\"1\": { file: build/filter-1, installed-in: [whole, disk, made, folder, own] }",
        WEAKER,
        "filter: release 1: it runs in whole, disk, made, folder, own alone");
  }

  private void ofRecipes(String path, String packages, int which) {
    String name = which == 0 ? "whole" : "made";
    String suite = "        suite: bookworm\n" + packages;
    is(
        path + ".suite",
        suite,
        suite.replace("bookworm", "trixie"),
        BOTH,
        name + ": suite is trixie, and was bookworm");
    is(
        path + ".packages",
        packages,
        packages.replace("]", ", curl]"),
        BOTH,
        name + ": packages is");
    is(path, packages, packages.replace("]", ", curl]"), BOTH, name + ": packages is");
    String neighbour = which == 0 ? "auditd" : "openssl";
    is(
        path + ".neighbours",
        "[" + neighbour + "]",
        "[" + neighbour + ", cron]",
        BACK,
        name + ": neighbours: cron is added");
    String file =
        which == 0
            ? "unit/filter.service: /etc/systemd/system/filter.service"
            : "unit/conf: /etc/filter.conf";
    is(
        path + ".files",
        "{ " + file + " }",
        "{ " + file + ", unit/more: /etc/more }",
        BOTH,
        name + ": files is");
    String run = file + " }\n        run: unit/set-up.sh";
    is(path + ".run", run, run.replace("set-up", "other"), BOTH, name + ": run is unit/other.sh");
    if (which == 0) {
      is(
          path + ".disk",
          "disk: 2 GiB",
          "disk: 4 GiB",
          WEAKER,
          name + ": disk is 4 GiB, and was 2 GiB");
    }
    String zone =
        which == 0
            ? "        time-zone: UTC\n    architecture"
            : "        time-zone: UTC\n    state";
    is(
        path + ".time-zone",
        zone,
        zone.replace("UTC", "Asia/Kolkata"),
        BOTH,
        name + ": time-zone is Asia/Kolkata, and was UTC");
    String locale = "        locale: C.UTF-8\n" + zone;
    is(
        path + ".locale",
        locale,
        locale.replace("C.UTF-8", "tr_TR.UTF-8"),
        BOTH,
        name + ": locale is tr_TR.UTF-8, and was C.UTF-8");
  }

  private void ofMachines() {
    String e = "environments.NAME.";
    is(
        e + "architecture",
        "architecture: amd64\n    firmware: bios",
        "architecture: arm64",
        BOTH,
        "whole: architecture is arm64, and was amd64");
    is(
        e + "firmware",
        "firmware: bios",
        "firmware: uefi",
        BOTH,
        "whole: firmware is uefi, and was bios");
    is(
        e + "healthy",
        "    healthy: { units: [filter.service], settle: 2 s }\n",
        "",
        WEAKER,
        "whole: healthy: filter.service is removed");
    is(
        e + "healthy.units",
        "[filter.service]",
        "[filter.service, cron.service]",
        BACK,
        "whole: healthy: cron.service is added");
    is(
        e + "healthy.settle",
        "settle: 2 s",
        "settle: 1 s",
        WEAKER,
        "whole: healthy.settle is 1 s, and was 2 s");
    is(
        e + "image.disk",
        "images/branch.qcow2",
        "images/other.qcow2",
        BOTH,
        "disk: the disk is another one");
    is(
        e + "root",
        "root: { folder: roots/appliance }",
        "root: { debian: { suite: trixie } }",
        BOTH,
        "folder: the sandbox's root is of another kind");
    is(
        e + "root.folder",
        "roots/appliance",
        "roots/other",
        BOTH,
        "folder: root.folder is roots/other, and was roots/appliance");
    is(
        e + "start",
        "[/usr/sbin/filterd]",
        "[/usr/sbin/filterd, --fast]",
        BOTH,
        "made: start is /usr/sbin/filterd --fast");
    is(e + "cpu", "cpu: 50 %", "cpu: 60 %", WEAKER, "made: cpu is 60 %, and was 50 %");
    is(
        e + "processes",
        "processes: 64",
        "processes: 65",
        WEAKER,
        "made: processes is 65, and was 64");
    is(
        e + "disk",
        "    disk: 64 MiB\n",
        "    disk: 128 MiB\n",
        WEAKER,
        "made: disk is 128 MiB, and was 64 MiB");
    is(
        e + "ssh",
        "host: lab.example, port: 22, user: root",
        "host: other.example, user: lab",
        BOTH,
        "own: ssh.host is other.example");
    is(e + "ssh.host", "lab.example", "lab2.example", BOTH, "own: ssh.host is lab2.example");
    is(e + "ssh.port", "port: 22,", "port: 2222,", BOTH, "own: ssh.port is 2222, and was 22");
    is(e + "ssh.user", "user: root", "user: prover", BOTH, "own: ssh.user is prover");
    is(
        e + "ssh.identity",
        "lab/key",
        "lab/other",
        NOTED,
        "own: ssh.identity is lab/other, and was lab/key");
    is(
        e + "ssh.host-keys",
        "lab/known_hosts",
        "lab/other_hosts",
        BOTH,
        "own: the pinned host keys are others");
    is(
        e + "shell",
        "    shell: posix\n    inputs: /var/tmp/sluice\n",
        "    shell: powershell\n    inputs: C:\\sluice\n",
        BOTH,
        "own: shell is powershell, and was posix");
    is(e + "inputs", "/var/tmp/sluice", "/var/lib/sluice", BOTH, "own: inputs is /var/lib/sluice");
    for (String command : List.of("restore", "power-on", "power-off", "console", "screenshot")) {
      is(
          e + command,
          "[lab/machine, " + command + "]",
          "[lab/machine, other]",
          BOTH,
          "own: " + command + " is lab/machine other, and was lab/machine " + command);
    }
  }
}
