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

  private ChangeCases() {}

  static List<Case> all() {
    ChangeCases all = new ChangeCases();
    all.ofTheFile();
    all.ofArtifacts();
    all.ofSuites();
    all.cases.addAll(EnvironmentChangeCases.all());
    return all.cases;
  }

  private void is(String key, String from, String to, Means means, String says) {
    cases.add(new Case("sluice.yaml", key, from, to, means, says));
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
        BOTH,
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
    is(a + "labs", "labs: 3", "labs: 2", WEAKER, "filter: labs is 2, and was 3");
    is(a + "labs", "    labs: 3\n", "", WEAKER, "filter: labs is 1, and was 3");
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
        BOTH,
        "the check more is new and runs before others");
    is(
        c + "command",
        "      within: 5 s\n  needs-machine",
        "      within: 5 s\n    - command: [true]\n      name: more\n  needs-machine",
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
}
