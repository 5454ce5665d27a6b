package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A disk that is full says nothing of a candidate. Small file systems are root's to mount. */
@Tag("vm")
class DiskFullTest {
  private final Desk desk = Desk.withOwnCache();
  private final Example example = Example.copyOn(desk).onlySensor("7.16");
  private final Path small = desk.home().resolve("small");

  @BeforeEach
  void needsRoot() throws IOException {
    Files.createDirectory(small);
    assumeTrue(run("id", "-u").out().strip().equals("0"), "only root mounts file systems");
  }

  @AfterEach
  void close() {
    run("umount", small.toString());
    desk.close();
  }

  private Ended run(String... words) {
    return desk.start(List.of(words)).ended();
  }

  private void mount(String size) {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", small.toString()).status() == 0,
        "no file systems can be mounted here");
  }

  private Ended prove(String... more) {
    return desk.sluice(
        Stream.concat(
                Stream.of(
                    "prove",
                    "channel",
                    "291",
                    example.channel("291-fixed"),
                    "--json",
                    "--pipeline",
                    example.pipeline()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static void couldNotTell(Ended ended, String why) {
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(3);
    assertThat(Result.of(ended).cause()).contains(why);
  }

  @Test
  void aFullDiskForEvidenceTellsNothing() {
    example.on(GuestFiles.original());
    mount("16k");
    couldNotTell(prove("--out", small.resolve("out").toString()), "No space left on device");
    assertThat(Trees.files(small, ".proof.json")).isEmpty();
  }

  @Test
  void aFullDiskForTheGuestTellsNothingAndKeepsNoHalfGuest() throws IOException {
    mount("20m");
    Files.createDirectory(small.resolve("sluice"));
    Files.createSymbolicLink(
        small.resolve("sluice/downloads"), desk.cache().resolve("downloads").toRealPath());
    desk.with("XDG_CACHE_HOME", small.toString());

    couldNotTell(prove(), "guest.sh failed with status");

    assertThat(Trees.files(small.resolve("sluice/images"), "kernel")).isEmpty();
  }

  @Test
  void aFullDiskForTheWorkFolderTellsNothing() {
    example.on(GuestFiles.original());
    mount("8m");
    run("chmod", "700", small.toString());
    desk.with("XDG_RUNTIME_DIR", small.toString());

    couldNotTell(prove(), "No space left on device");

    assertThat(Trees.files(small, "")).as("left in the work folder").hasSize(2);
  }
}
