package dev.sluice.proving.environment.debian;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.DebianRecipe.Suite;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Firmware;
import dev.sluice.proving.Processes;
import dev.sluice.proving.environment.Builders;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache, with a script in place of Debian that makes a few bytes. */
@Timeout(60)
class DebianImagesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Path cache;
  private Workplace workplace;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    cache = folder.resolve("cache");
    workplace = Workplace.open(folder.resolve("work"));
    assumeTrue(
        Processes.succeed("unshare", "-m", "-p", "-f", "--mount-proc", "true")
            || Processes.succeed(
                "unshare", "-m", "-p", "-f", "--mount-proc", "-r", "--map-auto", "true"),
        "no namespaces here");
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private DebianImages images(String build) {
    return new DebianImages(cache, workplace, told::add, Recipes.scripts(build));
  }

  private DebianDisk disk(DebianRecipe recipe) throws InterruptedException {
    return images(Recipes.SMALL).disk(recipe, Architecture.AMD64, Firmware.BIOS, folder);
  }

  private Path downloads() {
    return cache.resolve("downloads/debian/bookworm");
  }

  private Builders provers() {
    return new Builders(
        DebianImagesProcess.class,
        folder,
        downloads().resolve("go"),
        downloads().resolve("builds"));
  }

  private long builds() throws IOException {
    return provers().builds();
  }

  private void refused(String build, DebianRecipe recipe, String why) throws IOException {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> images(build).disk(recipe, Architecture.AMD64, Firmware.BIOS, folder))
        .withMessageContaining(why);
    assertThat(Builders.leftovers(cache)).isEmpty();
  }

  @Test
  void anAbsentDiskIsMadeAndThenCached() throws Exception {
    DebianDisk made = disk(Recipes.PLAIN);
    DebianDisk cached = disk(Recipes.PLAIN);

    assertThat(cached).isEqualTo(made);
    assertThat(made.disk()).isNotEmptyFile();
    assertThat(made.kernel()).hasContent("kernel");
    assertThat(made.initrd()).hasContent("initrd");
    assertThat(made.cmdline()).isEqualTo("console=ttyS0");
    assertThat(builds()).isEqualTo(1);
    assertThat(told).startsWith("making Debian bookworm for a machine (once; then cached)");
    assertThat(told.getLast()).matches("making Debian bookworm for a machine: done \\(\\d+ s\\)");
    assertThat(Builders.leftovers(cache)).isEmpty();
  }

  @Test
  void aDiskThatBootsByItselfHasNoKernelBesideIt() throws Exception {
    DebianDisk uefi =
        images(Recipes.SMALL).disk(Recipes.PLAIN, Architecture.AMD64, Firmware.UEFI, folder);

    assertThat(uefi.kernel()).isNull();
    assertThat(uefi.initrd()).isNull();
    assertThat(uefi.disk()).isNotEqualTo(disk(Recipes.PLAIN).disk());
  }

  @Test
  void aTreeIsMadeForASandbox() throws Exception {
    DebianImages images = images(Recipes.SMALL);

    assertThat(images.root(Recipes.PLAIN, folder).resolve("tool")).hasContent("tool");
    assertThat(images.rootDigest(Recipes.PLAIN, folder).hex()).hasSize(64);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aTreeThatLostAFileIsMadeAgain() throws Exception {
    DebianImages images = images(Recipes.SMALL);
    Files.delete(images.root(Recipes.PLAIN, folder).resolve("tool"));

    assertThat(images.root(Recipes.PLAIN, folder).resolve("tool")).exists();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void whetherADiskIsAtHandIsKnownBeforeItIsMade() throws Exception {
    DebianImages images = images(Recipes.SMALL);
    String identity = images.identity(Recipes.PLAIN, Architecture.AMD64, Firmware.BIOS, folder);

    assertThat(images.isReady(Recipes.PLAIN, Architecture.AMD64, Firmware.BIOS, folder)).isFalse();
    disk(Recipes.PLAIN);
    assertThat(images.isReady(Recipes.PLAIN, Architecture.AMD64, Firmware.BIOS, folder)).isTrue();
    assertThat(images.identity(Recipes.PLAIN, Architecture.AMD64, Firmware.BIOS, folder))
        .isEqualTo(identity);
    assertThat(images.rootIdentity(Recipes.PLAIN, folder)).isNotEqualTo(identity);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel", "initrd", "disk.img", "cmdline", "complete"})
  void aTruncatedDiskIsMadeAgain(String part) throws Exception {
    Files.write(disk(Recipes.PLAIN).disk().resolveSibling(part), new byte[0]);

    assertThat(disk(Recipes.PLAIN).disk().resolveSibling(part)).isNotEmptyFile();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void filesLieWhereTheRecipeSays() throws Exception {
    Files.createDirectories(folder.resolve("etc/rules"));
    Files.writeString(folder.resolve("etc/rules/one"), "rule");
    DebianRecipe recipe =
        Recipes.recipe(Suite.BOOKWORM, List.of(), Map.of("etc", "/etc/scanner"), null);

    assertThat(disk(recipe).disk()).content().contains("made/etc/scanner/rules/one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc/scanner", "/../../escape", "/"})
  void aPlaceThatIsNoneOnTheMachineIsSaid(String place) throws Exception {
    Files.writeString(folder.resolve("file"), "content");

    refused(
        Recipes.SMALL,
        Recipes.recipe(Suite.BOOKWORM, List.of(), Map.of("file", place), null),
        "is no place on a machine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-oDebug=1", "cl am", "Clamav", "../x", "?essential"})
  void aNameThatIsNoPackageIsSaid(String name) throws Exception {
    refused(
        Recipes.SMALL,
        Recipes.recipe(Suite.BOOKWORM, List.of(name), Map.of(), null),
        "'" + name + "' is no name of a Debian package");
  }

  @Test
  void whyABuildGaveUpIsSaidInItsOwnWords() throws Exception {
    refused(
        "echo 'there is no room: make some' >\"$OUT/refusal\"; exit 1",
        Recipes.PLAIN,
        "there is no room: make some");
  }

  @Test
  void aBuildThatFailsWithoutASentenceIsSaidWithItsLastWords() throws Exception {
    refused(
        "echo something broke >&2; exit 7", Recipes.PLAIN, "failed with status 7: something broke");
  }

  @Test
  void anArm64SystemIsRefusedWithAWayOut() {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () ->
                images(Recipes.SMALL)
                    .disk(Recipes.PLAIN, Architecture.ARM64, Firmware.UEFI, folder))
        .withMessageContaining("give the image as disk: FILE");
  }

  @Test
  void twoProversOnOneCacheMakeADiskOnce() throws Exception {
    provers().holdUp();
    provers().twoBuildOnce();
  }

  @Test
  void aKilledBuildLeavesNothingThatIsTakenForADisk() throws Exception {
    provers().holdUp();
    provers().theNextBuildsWhereOneWasKilled(folder.resolve("own") + "/run-");
    assertThat(Builders.leftovers(cache)).isEmpty();
  }

  @Test
  void twoCachesOfOneFolderInOneProverMakeADiskOnce() throws Exception {
    provers().holdUp();
    Thread one = Thread.ofVirtual().start(() -> quietly());
    eventually(SOON, "the first builds", () -> builds() == 1);
    Thread other = Thread.ofVirtual().start(() -> quietly());
    provers().letGoOn();
    one.join();
    other.join();

    assertThat(builds()).isEqualTo(1);
    assertThat(disk(Recipes.PLAIN).disk()).isNotEmptyFile();
  }

  @Test
  void longBuildsSayWhatTheyAreAt() throws Exception {
    provers().holdUp();
    Thread asks = Thread.ofVirtual().start(() -> quietly());
    eventually(
        SOON, "the stage is told", () -> told.stream().anyMatch(s -> s.contains(": unpacking (")));
    provers().letGoOn();
    asks.join();
  }

  private void quietly() {
    try {
      disk(Recipes.PLAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
