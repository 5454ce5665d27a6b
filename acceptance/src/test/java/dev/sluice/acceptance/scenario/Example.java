package dev.sluice.acceptance.scenario;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of the example to change at will, or the example itself. */
final class Example {
  private static final String PIPELINE = "sluice.yaml";

  private final Path folder;

  private Example(Path folder) {
    this.folder = folder;
  }

  /** The example as it is in the sources, not to be changed. */
  static Example itself() {
    return new Example(Desk.sources().resolve("examples/kernel-sensor"));
  }

  /** A copy on somebody's desk, with modules built. */
  static Example copyOn(Desk desk) {
    Example built = itself();
    built.build();
    Path copy = desk.home().resolve("example");
    Trees.copy(built.folder, copy);
    return new Example(copy);
  }

  /** A copy of another example, with nothing built and no results. */
  static Example copyOf(String name, Desk desk) {
    Path copy = desk.home().resolve("example");
    Path original = Desk.sources().resolve("examples").resolve(name);
    try (Stream<Path> files = Files.list(original)) {
      Files.createDirectory(copy);
      for (Path file : files.toList()) {
        String own = String.valueOf(file.getFileName());
        if (!own.equals("build") && !own.equals("out")) {
          Trees.copy(file, copy.resolve(own));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Example(copy);
  }

  /** Once, though tests run in two JVMs: the script has one place to work in. */
  private void build() {
    Path last = folder.resolve("build/sensor-7.16.ko");
    if (Files.exists(last)) {
      return;
    }
    Path lock = Desk.sources().resolve("target/example.lock");
    try (var file = FileChannel.open(lock, CREATE, WRITE);
        var _ = file.lock();
        Desk desk = Desk.open()) {
      if (!Files.exists(last)) {
        assertThat(desk.start(List.of(folder.resolve("build.sh").toString())).ended().status())
            .isZero();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String pipeline() {
    return file(PIPELINE).toString();
  }

  String channel(String name) {
    return file("channels/" + name + ".bin").toString();
  }

  String sensor(String release) {
    return file("build/sensor-" + release + ".ko").toString();
  }

  /** The pipeline file as it is. */
  String text() {
    return read(PIPELINE);
  }

  /** Replaces text that must be there exactly once. */
  Example replace(String file, String old, String text) {
    String content = read(file);
    assertThat(content.split(java.util.regex.Pattern.quote(old), -1))
        .as("%s in %s", old, file)
        .hasSize(2);
    return write(file, content.replace(old, text));
  }

  Example inPipeline(String old, String text) {
    return replace(PIPELINE, old, text);
  }

  /** Leaves one release of the sensor in the field, so that there is one combination. */
  Example onlySensor(String release) {
    String kept =
        read(PIPELINE)
            .lines()
            .filter(line -> !line.startsWith("      \"7.") || line.contains('"' + release + '"'))
            .map(line -> release.equals("7.15") ? line : line.replace(", with: \"7.15\"", ""))
            .collect(Collectors.joining("\n"));
    return write(PIPELINE, kept + "\n");
  }

  /** Leaves one known-bad release in the file. */
  Example onlyControl(String mapping) {
    String kept =
        read(PIPELINE)
            .lines()
            .filter(line -> !line.contains("goes-red:") || line.contains(mapping))
            .collect(Collectors.joining("\n"));
    return write(PIPELINE, kept + "\n");
  }

  /** Boots from these files instead of what the script makes. */
  Example on(GuestFiles guest) {
    guest.putInto(folder.resolve("image"));
    return image(
        "{ kernel: image/kernel, initrd: image/initrd, state: image/state.img, cmdline: \""
            + guest.cmdline()
            + "\" }");
  }

  Example image(String mapping) {
    return inPipeline(
        "{ script: guest.sh, inputs: [guest, debian.sh, channels/290.bin] }", mapping);
  }

  /** A limit for each boot and command, in whole seconds. */
  Example deadline(int seconds) {
    return inPipeline("    driver: qemu\n", "    driver: qemu\n    deadline: " + seconds + " s\n");
  }

  /** A further check at the end of the smoke suite. */
  Example check(String... lines) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      all.add((i == 0 ? "    - " : "      ") + lines[i]);
    }
    return inPipeline("  regression:\n", String.join("\n", all) + "\n  regression:\n");
  }

  Example write(String file, String content) {
    try {
      Files.writeString(file(file), content, StandardCharsets.UTF_8);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Example program(String file, String... lines) {
    var _ = program(file(file), lines);
    return this;
  }

  /** Writes a shell script that can be run. */
  static Path program(Path file, String... lines) {
    try {
      Files.writeString(
          file, "#!/bin/sh\n" + Arrays.stream(lines).collect(Collectors.joining("\n")) + "\n");
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(file(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
