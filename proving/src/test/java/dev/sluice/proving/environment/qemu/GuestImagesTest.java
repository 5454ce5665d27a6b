package dev.sluice.proving.environment.qemu;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.model.pipeline.EnvironmentSpec.Image;
import dev.sluice.proving.Processes;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
  private static final Duration SOON = Duration.ofSeconds(20);
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

  private long builds() throws IOException {
    Path counted = pipeline.resolve("builds");
    return Files.exists(counted) ? Files.readAllLines(counted).size() : 0;
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> entries = Files.list(cache.resolve("images"))) {
      return entries
          .map(p -> p.getFileName().toString())
          .filter(name -> name.startsWith("building-"))
          .toList();
    }
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
    assertThat(leftovers()).isEmpty();
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
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aScriptThatMakesNothingIsSaid() throws Exception {
    script("#!/bin/sh\nexit 0\n");

    refused("guest.sh made no file kernel");
    assertThat(leftovers()).isEmpty();
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
    Path pipe = pipeline.resolve("go");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    script(COPIES + "read -r _ <go\n");
  }

  private Process prover() throws IOException {
    return Processes.java(GuestImagesProcess.class, folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void twoProversOnOneCacheBuildOnce() throws Exception {
    waitingScript();
    Process one = prover();
    eventually(SOON, "the first builds", () -> builds() == 1);
    Process other = prover();
    BufferedReader otherSays = other.inputReader(StandardCharsets.UTF_8);
    assertThat(otherSays.readLine()).isEqualTo("asking");

    Files.writeString(pipeline.resolve("go"), "go\n");

    BufferedReader oneSays = one.inputReader(StandardCharsets.UTF_8);
    assertThat(oneSays.readLine()).isEqualTo("asking");
    assertThat(oneSays.readLine()).matches("[0-9a-f]{64}").isEqualTo(otherSays.readLine());
    assertThat(builds()).isEqualTo(1);
    assertThat(one.waitFor()).isZero();
    assertThat(other.waitFor()).isZero();
  }

  @Test
  void aProverThatIsKilledWhileItBuildsLeavesNothingInTheWayOfTheNext() throws Exception {
    waitingScript();
    Process one = prover();
    eventually(SOON, "it builds", () -> builds() == 1);
    one.destroyForcibly().waitFor();
    eventually(
        SOON,
        "its script ended",
        () -> Processes.with(pipeline.resolve("guest.sh").toString()).isEmpty());

    Process next = prover();
    eventually(SOON, "the next builds", () -> builds() == 2);
    Files.writeString(pipeline.resolve("go"), "go\n");

    assertThat(next.waitFor()).isZero();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aFullCacheIsSaidAndLeavesNothingBehind() throws Exception {
    Files.createDirectories(cache);
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", cache.toString()), "no root");
    try {
      script(COPIES + "head -c 1000000 /dev/zero >\"$1\"/kernel || exit 1\n");

      refused("guest.sh failed with status 1: ");
      assertThat(leftovers()).isEmpty();

      script(COPIES);
      assertThat(get().kernel()).exists();
    } finally {
      run("umount", "-l", cache.toString());
    }
  }

  private static boolean run(String... words) throws Exception {
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
