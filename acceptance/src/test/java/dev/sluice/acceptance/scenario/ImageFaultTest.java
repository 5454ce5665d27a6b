package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Machines that cannot be had or that no release could work on: nobody's fault but the lab's. */
@Tag("vm")
class ImageFaultTest {
  private final Desk desk = Desk.withOwnCache();
  private final Example example = Example.copyOn(desk).onlySensor("7.16");

  @AfterEach
  void close() {
    desk.close();
  }

  private void couldNotTell(String... why) {
    Ended ended = desk.prove(example.channel("291-fixed"), example.pipeline(), "--json");
    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(3);
    assertThat(Result.of(ended).result()).isEqualTo("could-not-tell");
    assertThat(Result.of(ended).cause()).contains(why);
    assertThat(Trees.files(desk.home(), ".proof.json")).isEmpty();
    assertThat(Trees.files(desk.home(), ".failed.json")).isEmpty();
  }

  private Path image(String file) {
    return example.file("image/" + file);
  }

  private void halve(String file) throws IOException {
    try (var content = new RandomAccessFile(image(file).toFile(), "rw")) {
      content.setLength(content.length() / 2);
    }
  }

  @Test
  void aMissingKernelIsNamed() throws IOException {
    example.on(GuestFiles.original());
    Files.delete(image("kernel"));
    couldNotTell("there is no kernel file", "image/kernel");
  }

  @Test
  void aTruncatedKernelIsNamed() throws IOException {
    example.on(GuestFiles.original());
    halve("kernel");
    couldNotTell("image/kernel is truncated");
  }

  @Test
  void aKernelForAnotherArchitectureIsNamed() throws IOException {
    example.on(GuestFiles.original());
    try (var kernel = new RandomAccessFile(image("kernel").toFile(), "rw")) {
      kernel.seek(18); // e_machine
      kernel.write(183);
    }
    couldNotTell("image/kernel is a kernel for aarch64");
  }

  @Test
  void aMissingInitramfsIsNamed() throws IOException {
    example.on(GuestFiles.original());
    Files.delete(image("initrd"));
    couldNotTell("there is no initramfs file", "image/initrd");
  }

  @Test
  void whatIsNoInitramfsIsNamed() throws IOException {
    example.on(GuestFiles.original());
    Files.writeString(image("initrd"), "not found");
    couldNotTell("image/initrd is not an initramfs");
  }

  @Test
  void onATruncatedInitramfsTheLastKnownGoodFaresNoBetter() throws IOException {
    example.on(GuestFiles.original()).deadline(10);
    halve("initrd");
    couldNotTell("the last known good fares no better");
  }

  @Test
  void aMissingStateDiskIsNamed() throws IOException {
    example.on(GuestFiles.original());
    Files.delete(image("state.img"));
    couldNotTell("there is no state disk", "image/state.img");
  }

  @Test
  @Tag("long")
  void onATruncatedStateDiskNothingIsToldOfTheCandidate() throws IOException {
    example.on(GuestFiles.original()).deadline(10);
    halve("state.img");
    couldNotTell("could not tell whether channel 291 works");
  }

  @Test
  void aScriptThatMakesNoGuestIsNamed() {
    example.program("guest.sh", "echo 'no room today' >&2", "exit 7");
    couldNotTell("guest.sh failed with status 7: no room today");
  }

  @Test
  void whereAGuestNeverAnswersTheLastKnownGoodFaresNoBetter() {
    example.on(GuestFiles.original().beforeTheSensor("exec sleep 100000")).deadline(1);
    couldNotTell("did not answer within", "the last known good fares no better");
  }

  @Test
  void whereAGuestRebootsAlwaysTheLastKnownGoodFaresNoBetter() {
    example.on(GuestFiles.original().beforeTheSensor("reboot -f")).deadline(20);
    couldNotTell("rebooted by itself", "the last known good fares no better");
  }

  @Test
  @Tag("long")
  void whereAGuestRunsOutOfMemoryTheLastKnownGoodFaresNoBetter() {
    example
        .on(
            GuestFiles.original()
                .beforeTheSensor(
                    "echo 1 > /proc/sys/vm/panic_on_oom",
                    "mkdir /tmp/hog",
                    "mount -t tmpfs -o size=1g hog /tmp/hog",
                    "cat /dev/zero > /tmp/hog/all"))
        .deadline(30)
        .inPipeline("    driver: qemu\n", "    driver: qemu\n    memory: 128 MiB\n");
    couldNotTell("the last known good fares no better");
  }
}
