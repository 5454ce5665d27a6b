package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.COMMAND;
import static dev.sluice.model.file.Key.Type.FILE;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NUMBER;
import static dev.sluice.model.file.Key.Type.PERCENT;
import static dev.sluice.model.file.Key.Type.SIZE;

import dev.sluice.model.file.Key;
import java.util.List;
import java.util.stream.Stream;

/** The keys of an environment with driver process. */
final class SandboxKeys {
  private static final List<Key> ROOT =
      List.of(
          Key.of(
                  "environments.NAME.root",
                  MAPPING,
                  "The sandbox's file system, which it cannot write to: a debian made from packages,"
                      + " or a folder that you have.",
                  "root: { debian: { suite: bookworm, packages: [tzdata] } }")
              .needed("with driver process")
              .allowed("debian", "folder"),
          Key.of(
              "environments.NAME.root.folder",
              FILE,
              "A folder that holds a file system.",
              "folder: roots/appliance"),
          Key.of(
              "environments.NAME.root.debian",
              MAPPING,
              "A Debian file system made from packages, cached by content.",
              "debian: { suite: trixie, packages: [ca-certificates, openssl] }"));

  private static final List<Key> BOUNDS =
      List.of(
          Key.of(
                  "environments.NAME.start",
                  COMMAND,
                  "The application's own start, run at every start from cold and left running.",
                  "start: [/usr/sbin/resolved, --foreground]")
              .standard("none: the verbs alone use the data"),
          Key.of(
                  "environments.NAME.cpu",
                  PERCENT,
                  "How much of one processor the sandbox may use.",
                  "cpu: 50 %")
              .standard("100 %")
              .allowed("1 % to 6,400 %"),
          Key.of(
                  "environments.NAME.processes",
                  NUMBER,
                  "How many processes and threads it may have at once.",
                  "processes: 64")
              .standard("256")
              .allowed("8 to 32,768"),
          Key.of(
                  "environments.NAME.disk",
                  SIZE,
                  "How much its state folder may hold.",
                  "disk: 64 MiB")
              .standard("256 MiB")
              .allowed("1 MiB to 64 GiB, in whole MiB"));

  static final List<Key> ALL =
      Stream.of(ROOT, withoutDisk(), BOUNDS).flatMap(List::stream).toList();

  private SandboxKeys() {}

  // It is a folder, which is as large as it is.
  private static List<Key> withoutDisk() {
    return RecipeKeys.beneath("environments.NAME.root.debian").stream()
        .filter(key -> !key.name().equals("disk"))
        .toList();
  }
}
