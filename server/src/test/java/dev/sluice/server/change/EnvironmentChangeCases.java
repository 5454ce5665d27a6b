package dev.sluice.server.change;

import dev.sluice.server.change.ChangesTest.Case;
import dev.sluice.server.change.ChangesTest.Means;
import java.util.ArrayList;
import java.util.List;

/** For every key of an environment what a change of it means. */
@SuppressWarnings("StringConcatToTextBlock")
final class EnvironmentChangeCases {
  private static final Means BOTH = Means.WEAKER_BOTH_WAYS;
  private static final Means BACK = Means.WEAKER_BACK;
  private static final Means WEAKER = Means.WEAKER;
  private static final Means NOTED = Means.NOTED;

  private final List<Case> cases = new ArrayList<>();
  private final String file;

  private EnvironmentChangeCases(String file) {
    this.file = file;
  }

  static List<Case> all() {
    EnvironmentChangeCases usual = new EnvironmentChangeCases("sluice.yaml");
    usual.ofEnvironments();
    EnvironmentChangeCases machines = new EnvironmentChangeCases("machines.yaml");
    machines.ofInstalled();
    machines.ofRecipes("environments.NAME.image.debian", "        packages: [clamav]\n", 0);
    machines.ofRecipes("environments.NAME.root.debian", "        packages: [tzdata]\n", 1);
    machines.ofMachines();
    usual.cases.addAll(machines.cases);
    return usual.cases;
  }

  private void is(String key, String from, String to, Means means, String says) {
    cases.add(new Case(file, key, from, to, means, says));
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
