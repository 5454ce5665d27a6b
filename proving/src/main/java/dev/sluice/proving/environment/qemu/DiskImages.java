package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Disk images of whole machines: looked at before a boot is spent on them, and overlaid. */
final class DiskImages {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** A whole check of a large image reads all of its tables. */
  private static final Duration CHECK_LIMIT = Duration.ofMinutes(5);

  private static final int QCOW2_MAGIC = 0x514649fb;
  private static final int SECTOR = 512;

  private final Workplace workplace;

  DiskImages(Workplace workplace) {
    this.workplace = workplace;
  }

  /**
   * A user's image, checked.
   *
   * @throws EnvironmentException when it is damaged, in use, or nothing a machine starts from
   */
  GuestImage.Disk checked(Path file) throws InterruptedException, IOException {
    if (!Files.isRegularFile(file)) {
      throw new EnvironmentException("there is no disk image " + file);
    }
    Path absolute = file.toAbsolutePath();
    String format = format(absolute);
    JsonNode info = info(absolute, format);
    for (String foreign : List.of("backing-filename", "full-backing-filename")) {
      if (info.has(foreign)) {
        throw new EnvironmentException(
            absolute
                + " needs another image, "
                + info.path(foreign).asString("?")
                + "; make it whole with: qemu-img convert -O qcow2 OLD NEW");
      }
    }
    if (info.path("format-specific").path("data").has("data-file")) {
      throw new EnvironmentException(
          absolute + " keeps its data in another file; make it whole with: qemu-img convert");
    }
    if (info.path("encrypted").asBoolean(false)) {
      throw new EnvironmentException(absolute + " is encrypted, which this driver cannot open");
    }
    if (format.equals("qcow2")) {
      check(absolute);
    }
    return new GuestImage.Disk(absolute, format);
  }

  /** By what is in it, never by its name and never by QEMU's guess, which a guest could forge. */
  private static String format(Path file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(SECTOR);
    try (FileChannel channel = FileChannel.open(file)) {
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // the next read goes on where this one stopped
      }
    }
    head.flip();
    if (head.limit() >= 4 && head.getInt(0) == QCOW2_MAGIC) {
      return "qcow2";
    }
    if (head.limit() == SECTOR
        && (head.get(SECTOR - 2) & 0xff) == 0x55
        && (head.get(SECTOR - 1) & 0xff) == 0xaa) {
      return "raw";
    }
    throw new EnvironmentException(
        file + " is neither a qcow2 image nor a raw disk with a boot sector");
  }

  private JsonNode info(Path file, String format) throws InterruptedException {
    var ended =
        qemuImg("info", List.of("info", "--output=json", "-f", format, file.toString()), LIMIT);
    if (ended.output().contains("Failed to get shared \"write\" lock")
        || ended.output().contains("Failed to get \"write\" lock")) {
      throw new EnvironmentException(
          file + " is in use: another program has it open for writing; end that first");
    }
    if (!ended.succeeded()) {
      throw new EnvironmentException(
          file + " cannot be read as " + format + ": " + ended.lastLine());
    }
    try {
      return JsonMapper.shared().readTree(ended.output());
    } catch (JacksonException e) {
      throw new EnvironmentException("qemu-img says nothing of " + file + " that is JSON", e);
    }
  }

  private void check(Path file) throws InterruptedException {
    var ended =
        qemuImg("check", List.of("check", "-q", "-f", "qcow2", file.toString()), CHECK_LIMIT);
    boolean leaksOnly = ended.status() == 3;
    if (!ended.succeeded() && !leaksOnly) {
      throw new EnvironmentException(
          file
              + (ended.status() == 124 ? " took too long to check: " : " is damaged: ")
              + ended.lastLine());
    }
  }

  /**
   * A writable image over one that stays as it is.
   *
   * @throws EnvironmentException when there is no room for it; nothing is left behind then
   */
  void overlay(String name, GuestImage.Disk base, Path overlay) throws InterruptedException {
    var ended =
        qemuImg(
            name,
            List.of(
                "create",
                "-q",
                "-f",
                "qcow2",
                "-b",
                base.file().toString(),
                "-F",
                base.format(),
                overlay.toString()),
            LIMIT);
    if (!ended.succeeded()) {
      try {
        Files.deleteIfExists(overlay);
      } catch (IOException e) {
        throw new EnvironmentException("could not delete " + overlay + ": " + Sentences.of(e), e);
      }
      throw new EnvironmentException("could not clone the disk: " + ended.lastLine());
    }
  }

  private HostCommand.Ended qemuImg(String name, List<String> arguments, Duration limit)
      throws InterruptedException {
    String program = Programs.find("qemu-img", "qemu-utils");
    List<String> words = new java.util.ArrayList<>(List.of(program));
    words.addAll(arguments);
    return HostCommand.run(workplace, "qemu-img-" + name, words, Map.of(), null, limit);
  }
}
