package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The example's guest as files, made once by its own script, and variants of it: later archives in
 * an initramfs replace what earlier ones hold.
 */
final class GuestFiles {
  private final Path made;
  private final Map<String, String> replaced;
  private final String cmdline;

  private GuestFiles(Path made, Map<String, String> replaced, String cmdline) {
    this.made = made;
    this.replaced = new TreeMap<>(replaced);
    this.cmdline = cmdline;
  }

  /** The guest as the script makes it. */
  static GuestFiles original() {
    Path made = Made.FOLDER;
    try {
      return new GuestFiles(made, Map.of(), Files.readString(made.resolve("cmdline")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Made {
    static final Path FOLDER = make();

    private static Path make() {
      try (Desk desk = Desk.open()) {
        Path folder = Files.createTempDirectory("guest-files-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.remove(folder)));
        desk.with("SLUICE_DOWNLOADS", Desk.ownersCache().resolve("downloads").toString())
            .with(
                "SLUICE_GUEST_CHANNEL",
                Desk.sources()
                    .resolve("proving/src/main/resources/dev/sluice/proving/environment/qemu")
                    .resolve("guest-channel.sh")
                    .toString());
        Ended ended =
            desk.start(List.of(Example.itself().file("guest.sh").toString(), folder.toString()))
                .ended();
        assertThat(ended.status()).as(ended.err()).isZero();
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Another content of a program in the initramfs. */
  GuestFiles with(String path, String content) {
    Map<String, String> more = new TreeMap<>(replaced);
    more.put(path, content);
    return new GuestFiles(made, more, cmdline);
  }

  /** The example's own init, with lines of ours before the sensor is loaded. */
  GuestFiles beforeTheSensor(String... lines) {
    try {
      String init = Files.readString(Example.itself().file("guest/init"));
      String mark = "\nif [ -e /var/lib/sensor/sensor.ko ]";
      assertThat(init).contains(mark);
      return with("init", init.replace(mark, "\n" + String.join("\n", lines) + "\n" + mark));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GuestFiles withoutParameter(String parameter) {
    assertThat(cmdline).contains(parameter);
    return new GuestFiles(made, replaced, cmdline.replace(parameter, "").replaceAll(" +", " "));
  }

  String cmdline() {
    return cmdline;
  }

  /** Writes kernel, initrd and state.img into a folder. */
  void putInto(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : List.of("kernel", "state.img")) {
        Files.copy(made.resolve(name), folder.resolve(name));
      }
      var initrd = new ByteArrayOutputStream();
      initrd.writeBytes(Files.readAllBytes(made.resolve("initrd")));
      initrd.writeBytes(archive(replaced));
      Files.write(folder.resolve("initrd"), initrd.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cpio archive in the form "newc", as the kernel reads it. */
  private static byte[] archive(Map<String, String> files) {
    var out = new ByteArrayOutputStream();
    int inode = 1_000_000;
    for (var file : files.entrySet()) {
      entry(out, inode++, 0100755, file.getKey(), file.getValue());
    }
    entry(out, 0, 0, "TRAILER!!!", "");
    return out.toByteArray();
  }

  private static void entry(
      ByteArrayOutputStream out, int inode, int mode, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    int[] fields = {inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length() + 1, 0};
    var head = new StringBuilder("070701");
    for (int field : fields) {
      head.append(String.format(Locale.ROOT, "%08x", field));
    }
    out.writeBytes((head + name + "\0").getBytes(StandardCharsets.US_ASCII));
    pad(out);
    out.writeBytes(bytes);
    pad(out);
  }

  private static void pad(ByteArrayOutputStream out) {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
  }
}
