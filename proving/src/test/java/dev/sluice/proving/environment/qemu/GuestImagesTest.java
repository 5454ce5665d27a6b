package dev.sluice.proving.environment.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.model.pipeline.EnvironmentSpec.Image;
import dev.sluice.proving.Processes;
import dev.sluice.proving.environment.Builders;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of a few bytes, built by scripts that copy. */
@Timeout(60)
class GuestImagesTest {
  private static final String COPIES =
      """
      #!/bin/sh
      echo built >>builds
      cp parts/kernel parts/initrd "$1"/
      echo state >"$1"/state.img
      echo console=ttyS0 >"$1"/cmdline
      """;

  @TempDir private Path folder;
  private Path pipeline;
  private Path cache;
  private Workplace workplace;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    pipeline = folder.resolve("pipeline");
    cache = folder.resolve("cache");
    Files.createDirectories(pipeline.resolve("parts"));
    Files.write(pipeline.resolve("parts/kernel"), Binaries.elf(Binaries.X86_64));
    Files.write(pipeline.resolve("parts/initrd"), Binaries.initrd());
    script(COPIES);
    workplace = Workplace.open(folder.resolve("work"));
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private void script(String content) throws IOException {
    Path script = Files.writeString(pipeline.resolve("guest.sh"), content);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private GuestImage.Micro get() throws InterruptedException {
    return get(cache);
  }

  private GuestImage.Micro get(Path from) throws InterruptedException {
    return (GuestImage.Micro)
        new GuestImages(from, workplace, told::add)
            .get(Specs.amd64(new Image.Script("guest.sh", List.of("parts"))), pipeline);
  }

  private Builders provers() {
    return new Builders(
        GuestImagesProcess.class, folder, pipeline.resolve("go"), pipeline.resolve("builds"));
  }

  private long builds() throws IOException {
    return provers().builds();
  }

  private void refused(String why) {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(this::get)
        .withMessageContaining(why);
  }

  @Test
  void anAbsentImageIsBuiltAndThenCached() throws Exception {
    GuestImage.Micro built = get();
    GuestImage.Micro cached = get();

    assertThat(cached).isEqualTo(built);
    assertThat(built.cmdline()).isEqualTo("console=ttyS0");
    assertThat(built.state()).hasContent("state");
    assertThat(builds()).isEqualTo(1);
    assertThat(told).containsExactly("building the guest with guest.sh (once; then cached)");
    assertThat(Builders.leftovers(cache)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parts/kernel", "guest.sh", "parts/new"})
  void anotherContentIsAnotherImage(String changed) throws Exception {
    Path before = get().kernel();
    Path file = pipeline.resolve(changed);
    Files.writeString(file, (changed.equals("guest.sh") ? COPIES : "") + "# another\n");
    if (changed.equals("parts/kernel")) {
      Files.write(file, Binaries.bzImage());
    }

    assertThat(get().kernel()).isNotEqualTo(before);
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNoInputChangesNothing() throws Exception {
    GuestImage before = get();
    Files.writeString(pipeline.resolve("README.md"), "words");

    assertThat(get()).isEqualTo(before);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aScriptThatBecomesExecutableIsAnotherImage() throws Exception {
    Path before = get().kernel();
    Files.setPosixFilePermissions(
        pipeline.resolve("parts/initrd"), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(get().kernel()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel", "initrd", "state.img", "cmdline"})
  void aTruncatedImageIsBuiltAgain(String part) throws Exception {
    Files.write(get().kernel().resolveSibling(part), new byte[0]);

    GuestImage.Micro again = get();

    assertThat(again.kernel().resolveSibling(part)).isNotEmptyFile();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void anImageThatWasNotCompletedIsBuiltAgain() throws Exception {
    Files.delete(get().kernel().resolveSibling("complete"));

    get();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aScriptThatFailsIsSaidWithItsLastWords() throws Exception {
    script("#!/bin/sh\necho fetching; echo 'no such suite: bookwrm' >&2; exit 7\n");

    refused("guest.sh failed with status 7: no such suite: bookwrm");
    assertThat(Builders.leftovers(cache)).isEmpty();
  }

  @Test
  void aScriptThatMakesNothingIsSaid() throws Exception {
    script("#!/bin/sh\nexit 0\n");

    refused("guest.sh made no file kernel");
    assertThat(Builders.leftovers(cache)).isEmpty();
  }

  @Test
  void aScriptThatMakesOnlyAPartIsSaid() throws Exception {
    script("#!/bin/sh\ncp parts/kernel parts/initrd \"$1\"/\n");

    refused("guest.sh made no file state.img");
  }

  @Test
  void aScriptThatMakesAKernelForAnotherMachineIsSaid() throws Exception {
    Files.write(pipeline.resolve("parts/kernel"), Binaries.elf(Binaries.AARCH64));

    refused("is a kernel for aarch64");
  }

  @Test
  void aScriptThatMakesATruncatedKernelIsSaid() throws Exception {
    Files.write(
        pipeline.resolve("parts/kernel"),
        java.util.Arrays.copyOf(Binaries.elf(Binaries.X86_64), 250));

    refused("is truncated");
  }

  @Test
  void aScriptThatIsNotThereIsSaid() throws Exception {
    Files.delete(pipeline.resolve("guest.sh"));

    refused("which is not there");
  }

  @Test
  void anInputThatIsNotThereIsSaid() throws Exception {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () ->
                new GuestImages(cache, workplace, told::add)
                    .get(Specs.amd64(new Image.Script("guest.sh", List.of("absent"))), pipeline))
        .withMessageContaining("the guest image needs " + pipeline.resolve("absent"));
  }

  @Test
  void theScriptIsGivenTheGuestChannelAndAPlaceForDownloads() throws Exception {
    script(
        COPIES
            + "grep -q 'sluice-guest 1 ready' \"$SLUICE_GUEST_CHANNEL\" || exit 5\n"
            + "[ -d \"$SLUICE_DOWNLOADS\" ] || exit 6\n");

    assertThat(get().kernel()).exists();
  }

  @Test
  void filesThatExistNeedNoBuilding() throws Exception {
    Files.writeString(pipeline.resolve("state.img"), "state");

    GuestImage image =
        new GuestImages(cache, workplace, told::add)
            .get(
                Specs.amd64(new Image.Files("parts/kernel", "parts/initrd", "state.img", "quiet")),
                pipeline);

    assertThat(((GuestImage.Micro) image).kernel()).isEqualTo(pipeline.resolve("parts/kernel"));
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parts/kernel", "parts/initrd", "state.img"})
  void aFileThatDoesNotExistIsSaid(String absent) throws Exception {
    Files.writeString(pipeline.resolve("state.img"), "state");
    Files.delete(pipeline.resolve(absent));

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () ->
                new GuestImages(cache, workplace, told::add)
                    .get(
                        Specs.amd64(
                            new Image.Files("parts/kernel", "parts/initrd", "state.img", "quiet")),
                        pipeline))
        .withMessageStartingWith("there is no ");
  }

  @Test
  void theDigestCoversEveryPart() throws Exception {
    Files.writeString(pipeline.resolve("state.img"), "state");
    GuestImages images = new GuestImages(cache, workplace, told::add);
    Image quiet = new Image.Files("parts/kernel", "parts/initrd", "state.img", "quiet");
    Image loud = new Image.Files("parts/kernel", "parts/initrd", "state.img", "loud");

    GuestImage first = images.get(Specs.amd64(quiet), pipeline);
    GuestImage other = images.get(Specs.amd64(loud), pipeline);
    Files.writeString(pipeline.resolve("state.img"), "another");
    GuestImage third = images.get(Specs.amd64(quiet), pipeline);

    assertThat(List.of(first.digest(), other.digest(), third.digest())).doesNotHaveDuplicates();
    assertThat(third.kernelDigest()).isEqualTo(first.kernelDigest());
  }

  /** A script that says that it began, and goes on when a line comes through a pipe. */
  private void waitingScript() throws Exception {
    provers().holdUp();
    script(COPIES + "read -r _ <go\n");
  }

  @Test
  void twoProversOnOneCacheBuildOnce() throws Exception {
    waitingScript();
    provers().twoBuildOnce();
  }

  @Test
  void aProverThatIsKilledWhileItBuildsLeavesNothingInTheWayOfTheNext() throws Exception {
    waitingScript();
    provers().theNextBuildsWhereOneWasKilled(pipeline.resolve("guest.sh").toString());
    assertThat(Builders.leftovers(cache)).isEmpty();
  }

  @Test
  void aFullCacheIsSaidAndLeavesNothingBehind() throws Exception {
    Files.createDirectories(cache);
    assumeTrue(
        Processes.succeed("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", cache.toString()),
        "no root");
    try {
      script(COPIES + "head -c 1000000 /dev/zero >\"$1\"/kernel || exit 1\n");

      refused("guest.sh failed with status 1: ");
      assertThat(Builders.leftovers(cache)).isEmpty();

      script(COPIES);
      assertThat(get().kernel()).exists();
    } finally {
      var _ = Processes.succeed("umount", "-l", cache.toString());
    }
  }
}
