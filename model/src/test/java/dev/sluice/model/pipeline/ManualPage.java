package dev.sluice.model.pipeline;

import dev.sluice.model.file.Key;
import dev.sluice.model.file.Wrapped;
import java.util.Arrays;
import java.util.stream.Collectors;

/** {@code docs/pipeline-file.md}, made from the table of keys. */
final class ManualPage {
  private static final String OPENING =
      """
      # The pipeline file

      <!-- Made from the table of keys (Keys.java) by mvn -Dfast -pl model test -Dgolden.write=true -->

      `sluice.yaml` says what Sluice proves before a host may take it: the artifacts, the commands by
      which an application is driven, the places to prove in, and the checks. The stages are the same
      for code and for data and are written nowhere: no key gives one kind another road.

      ```sh
      sluice init                            # write a commented file to start from
      sluice check                           # every mistake at once, or the plan
      sluice explain artifacts.known-bad     # what this page says of one key
      ```

      The whole file of [examples/kernel-sensor](../examples/kernel-sensor):

      ```yaml
      EXAMPLE```

      ## What holds everywhere

      - The file is UTF-8, at most 1 MiB, one YAML 1.2 document. Unknown and repeated keys are errors.
        Anchors, aliases and tags are not read.
      - **Versions are text**: `7.1` and `7.10` differ, with or without quotes. Quotes are better, since
        other readers of YAML take both for the same number.
      - **Durations** are a number and `ms`, `s`, `m`, `h` or `d`; **sizes** a whole number and `B`,
        `KiB`, `MiB`, `GiB` or `TiB`. `MB` is refused, as it means two things.
      - **Paths** are relative to the folder of the file and stay inside it.
      - **Commands** are lists of words, run without a shell. A command as text goes to `sh -c`; a path
        that Sluice appends is `$1` there, and is put at the end when the text does not name it.
      - `boots`, `updates`, `healthy`, `survives-reboot` and `reverts` are in every suite. No key removes,
        renames, waives or limits them; a file that tries is refused on that line. Listing one of them as
        a plain word is allowed and changes nothing.
      - Data need a `catches` and a `leaves-alone` in `smoke`, or commands of your own that stand for them,
        and at least one known-bad release: alive is not enough, and a gate that cannot fail is no gate.
      - Editors check and complete the file with the JSON Schema
        [sluice.schema.json](../model/src/main/resources/dev/sluice/model/pipeline/sluice.schema.json).

      Bounds and the promise for later releases: [formats/pipeline-file.md](formats/pipeline-file.md).
      """;

  private ManualPage() {}

  static String text(String example) {
    return OPENING.replace("EXAMPLE", example)
        + section("The file", "", "")
        + section(
            "Artifacts", "artifacts.NAME.", "`NAME` is the artifact's name, such as `channel`.")
        + section(
            "Environments",
            "environments.NAME.",
            """
            `NAME` is the environment's name, such as `linux-6.1`. Each environment has the keys of its driver:

            | driver | what it is | its keys |
            | --- | --- | --- |
            """
                + drivers()
                + "\n\n"
                + """
                Small guests (`image` with `script` or `kernel`) and `driver: process` are given releases while
                they are off, below `state`: there every artifact needs its `at`. Whole machines (`image` with
                `debian` or `disk`, and `driver: machine`) take releases only while they run, by the verbs
                `install` and `take`, or have them in their image (`installed-in`).""")
        + section(
            "Suites",
            "suites.",
            "A suite is a list of checks; `SUITE` is `smoke` or `regression`. Each check is listed once.");
  }

  private static String drivers() {
    return Arrays.stream(DriverWord.values())
        .map(
            driver ->
                "| `%s` | %s | %s |"
                    .formatted(
                        driver.word(),
                        switch (driver) {
                          case QEMU -> "a virtual machine of its own for every boot";
                          case MACHINE -> "a machine of your own, by SSH and your commands";
                          case PROCESS -> "a sandbox without a kernel of its own";
                        },
                        driver.allowed().stream()
                            .filter(key -> !isOfEveryDriver(key))
                            .map(key -> "`" + key + "`")
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining("\n"));
  }

  private static boolean isOfEveryDriver(String key) {
    return Arrays.stream(DriverWord.values()).allMatch(driver -> driver.allowed().contains(key));
  }

  private static String section(String title, String prefix, String opening) {
    String keys =
        Keys.all().stream()
            .filter(
                key ->
                    prefix.isEmpty() ? key.path().indexOf('.') < 0 : key.path().startsWith(prefix))
            .map(ManualPage::entry)
            .collect(Collectors.joining());
    return "\n## " + title + "\n" + (opening.isEmpty() ? "" : "\n" + opening + "\n") + keys;
  }

  private static String entry(Key key) {
    return "\n### `"
        + key.path()
        + "`\n\n"
        + String.join("\n", Wrapped.lines(key.meaning(), 110))
        + "\n\n"
        + String.join("\n", Wrapped.lines(facts(key), 110))
        + "\n\n```yaml\n"
        + key.example()
        + "\n```\n";
  }

  private static String facts(Key key) {
    var facts = new StringBuilder("*" + key.type().label() + "*");
    if (key.need() != null) {
      facts.append(" · needed ").append(key.need());
    }
    if (key.standard() != null) {
      facts.append(" · default: ").append(key.standard());
    }
    if (!key.allowed().isEmpty()) {
      facts.append(" · allowed: ").append(String.join(", ", key.allowed()));
    }
    return facts.toString();
  }
}
