package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A machine such as a user may bring, with a pretend scanner, and the pipeline file for it. */
final class OwnGuest {
  /** What {@code make-guest.sh} can make, and what an environment says to run it. */
  enum Kind {
    BIOS("bios", "image: { disk: image/disk.qcow2 }"),
    UEFI("uefi", "image: { disk: image/disk.qcow2 }", "firmware: uefi"),
    ARM64_UEFI("arm64-uefi", "image: { disk: image/disk.qcow2 }", "architecture: arm64"),
    ARM64_MICRO(
        "arm64-micro",
        "image: { kernel: image/kernel, initrd: image/initrd, state: image/state.img,"
            + " cmdline: \"CMDLINE\" }",
        "architecture: arm64");

    private final String word;
    private final String keys;

    Kind(String word, String... keys) {
      this.word = word;
      this.keys = String.join("\n    ", keys);
    }
  }

  private static final String PIPELINE =
      """
      sluice: 1
      product: branch-office
      artifacts:
        scanner:
          kind: application
          RELEASED
          verbs:
            take: [scanner, take]
            in-force: [scanner, in-force]
            probe: [scanner, probe]
            healthy: [scanner, healthy]
        rules:
          kind: data
          for: scanner
          at: /var/lib/scanner/rules
          releases: { "1": rules-1 }
          known-bad: [{ release: "2", file: rules-2-panic, goes-red: boots }]
      environments:
        branch:
          driver: qemu
          memory: 256 MiB
          stands-for: { os: linux }
          ENVIRONMENT
      suites:
        smoke:
          - catches: threat.txt
          - leaves-alone: letter.txt
      """;

  private static final String IN_THE_IMAGE =
      "releases: { \"1.0\": { file: scanner-1.0, hosts: 300, installed-in: branch } }";
  private static final String PUT_IN =
      "at: /var/lib/scanner/version\n    releases: { \"1.0\": { file: scanner-1.0, hosts: 300 } }";

  private final Desk desk;
  private final Path folder;

  private OwnGuest(Desk desk, Path folder) {
    this.desk = desk;
    this.folder = folder;
  }

  /** A guest on somebody's desk; further words are for the script that makes it. */
  static OwnGuest on(Desk desk, Kind kind, String... words) {
    OwnGuest guest = without(desk, kind);
    List<String> call = new ArrayList<>();
    call.add(
        Desk.sources().resolve("acceptance/src/test/resources/guests/make-guest.sh").toString());
    call.addAll(List.of(kind.word, guest.image().toString()));
    call.addAll(List.of(words));
    desk.with("SLUICE_DOWNLOADS", Desk.ownersCache().resolve("downloads").toString())
        .with(
            "SLUICE_GUEST_CHANNEL",
            Desk.sources()
                .resolve("proving/src/main/resources/dev/sluice/proving/environment/qemu")
                .resolve("guest-channel.sh")
                .toString());
    Ended made = desk.start(call).ended();
    assertThat(made.status()).as(made.err()).isZero();
    guest.describe(kind);
    return guest;
  }

  /** The folder alone, with an empty place for the image. */
  static OwnGuest without(Desk desk, Kind kind) {
    var guest = new OwnGuest(desk, desk.home().resolve("branch"));
    try {
      Files.createDirectories(guest.image());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    guest
        .write("scanner-1.0", "1.0\n")
        .write("rules-1", "version 1\nEICAR\n")
        .write("rules-2", "version 2\nEICAR\nEVIL\n")
        .write("rules-2-panic", "version 2\nEICAR\nPANIC\n")
        .write("rules-2-reboot", "version 2\nEICAR\nREBOOT\n")
        .write("threat.txt", "this is EICAR\n")
        .write("letter.txt", "this is a letter\n");
    guest.describe(kind);
    return guest;
  }

  private void describe(Kind kind) {
    String keys = kind.keys;
    if (Files.exists(image().resolve("cmdline"))) {
      keys = keys.replace("CMDLINE", read(image().resolve("cmdline")).strip());
    }
    write(
        "sluice.yaml",
        PIPELINE
            .replace("RELEASED", kind == Kind.ARM64_MICRO ? PUT_IN : IN_THE_IMAGE)
            .replace("ENVIRONMENT", keys));
  }

  /** A key more of the environment. */
  OwnGuest environment(String key) {
    String pipeline = read(folder.resolve("sluice.yaml"));
    return write(
        "sluice.yaml",
        pipeline.replace("    driver: qemu\n", "    driver: qemu\n    " + key + "\n"));
  }

  Path image() {
    return folder.resolve("image");
  }

  OwnGuest write(String file, String content) {
    try {
      Files.writeString(folder.resolve(file), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended prove(String rules) {
    return startProve(rules).ended();
  }

  Call startProve(String rules) {
    return desk.startSluice(
        "prove",
        "rules",
        "2",
        folder.resolve(rules).toString(),
        "--json",
        "--pipeline",
        folder.resolve("sluice.yaml").toString(),
        "--out",
        desk.home().resolve("out-" + rules).toString());
  }
}
