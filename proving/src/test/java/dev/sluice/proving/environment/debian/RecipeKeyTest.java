package dev.sluice.proving.environment.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.DebianRecipe.Suite;
import dev.sluice.proving.environment.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes one system another. */
class RecipeKeyTest {
  private static final Map<String, String> OURS = Map.of("build.sh", "make it", "masked", "");
  private static final DebianRecipe RECIPE =
      new DebianRecipe(
          Suite.BOOKWORM,
          List.of("clamav", "procps"),
          List.of("auditd"),
          new TreeMap<>(Map.of("etc", "/etc/scanner", "unit", "/etc/systemd/system/unit")),
          "prepare.sh",
          1024,
          "tr_TR.UTF-8",
          "Asia/Kolkata");

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("etc/rules"));
    Files.writeString(folder.resolve("etc/rules/one"), "rule one");
    Files.createSymbolicLink(folder.resolve("etc/current"), Path.of("rules/one"));
    Files.writeString(folder.resolve("unit"), "[Service]");
    Files.writeString(folder.resolve("prepare.sh"), "echo prepare");
  }

  private String key(DebianRecipe recipe) throws IOException {
    return RecipeKey.of("bios", recipe, OURS, folder);
  }

  @Test
  void theSameRecipeIsTheSameSystem() throws Exception {
    assertThat(key(RECIPE)).isEqualTo(key(RECIPE)).matches("[0-9a-f]{32}");
  }

  @Test
  void everythingThatARecipeSaysCounts() throws Exception {
    DebianRecipe r = RECIPE;
    List<String> more = List.of("clamav", "procps", "zstd");
    List<String> keys = new ArrayList<>();
    keys.add(key(r));
    for (DebianRecipe other :
        List.of(
            copy(r, Suite.TRIXIE, r.packages(), r.neighbours(), r.files(), r.diskMebibytes()),
            copy(r, r.suite(), more, r.neighbours(), r.files(), r.diskMebibytes()),
            copy(r, r.suite(), r.packages(), more, r.files(), r.diskMebibytes()),
            copy(r, r.suite(), List.of("auditd"), r.packages(), r.files(), r.diskMebibytes()),
            copy(r, r.suite(), r.packages(), r.neighbours(), Map.of(), r.diskMebibytes()),
            copy(
                r,
                r.suite(),
                r.packages(),
                r.neighbours(),
                Map.of("etc", "/opt/scanner", "unit", "/etc/systemd/system/unit"),
                r.diskMebibytes()),
            copy(r, r.suite(), r.packages(), r.neighbours(), r.files(), 2048),
            with(r, null, r.locale(), r.timeZone()),
            with(r, r.run(), null, r.timeZone()),
            with(r, r.run(), r.locale(), null))) {
      keys.add(key(other));
    }
    keys.add(RecipeKey.of("uefi", r, OURS, folder));
    keys.add(RecipeKey.of("root", r, OURS, folder));
    keys.add(RecipeKey.of("bios", r, Map.of("build.sh", "make it", "masked", "x"), folder));

    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void theContentOfEveryFileCounts() throws Exception {
    List<String> keys = new ArrayList<>();
    keys.add(key(RECIPE));
    Files.writeString(folder.resolve("etc/rules/one"), "rule 1");
    keys.add(key(RECIPE));
    Files.writeString(folder.resolve("etc/rules/two"), "");
    keys.add(key(RECIPE));
    Files.createDirectory(folder.resolve("etc/empty"));
    keys.add(key(RECIPE));
    Files.delete(folder.resolve("etc/current"));
    Files.createSymbolicLink(folder.resolve("etc/current"), Path.of("rules/two"));
    keys.add(key(RECIPE));
    Files.setPosixFilePermissions(
        folder.resolve("unit"), PosixFilePermissions.fromString("rwxr-xr-x"));
    keys.add(key(RECIPE));
    Files.writeString(folder.resolve("prepare.sh"), "echo prepared");
    keys.add(key(RECIPE));
    Files.move(folder.resolve("etc/rules/two"), folder.resolve("etc/rules/three"));
    keys.add(key(RECIPE));

    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void packagesInAnotherOrderAreTheSameSystem() throws Exception {
    assertThat(
            key(
                copy(
                    RECIPE,
                    RECIPE.suite(),
                    List.of("procps", "clamav", "procps"),
                    RECIPE.neighbours(),
                    RECIPE.files(),
                    RECIPE.diskMebibytes())))
        .isEqualTo(key(RECIPE));
  }

  @Test
  void whatLiesBesideTheFilesDoesNotCount() throws Exception {
    String before = key(RECIPE);
    Files.writeString(folder.resolve("README.md"), "words");

    assertThat(key(RECIPE)).isEqualTo(before);
  }

  @Test
  void theSizeOfADiskIsNothingToASandbox() throws Exception {
    DebianRecipe larger =
        copy(
            RECIPE,
            RECIPE.suite(),
            RECIPE.packages(),
            RECIPE.neighbours(),
            RECIPE.files(),
            RECIPE.diskMebibytes() * 2);

    assertThat(RecipeKey.of("root", larger, OURS, folder))
        .isEqualTo(RecipeKey.of("root", RECIPE, OURS, folder));
  }

  @Test
  void aFileThatIsNotThereIsSaid() throws Exception {
    Files.delete(folder.resolve("unit"));

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(() -> key(RECIPE))
        .withMessageContaining("the recipe names " + folder.resolve("unit"));
  }

  private static DebianRecipe copy(
      DebianRecipe r,
      Suite suite,
      List<String> packages,
      List<String> neighbours,
      Map<String, String> files,
      int disk) {
    return new DebianRecipe(
        suite, packages, neighbours, new TreeMap<>(files), r.run(), disk, r.locale(), r.timeZone());
  }

  private static DebianRecipe with(
      DebianRecipe r, @Nullable String run, @Nullable String locale, @Nullable String timeZone) {
    return new DebianRecipe(
        r.suite(),
        r.packages(),
        r.neighbours(),
        r.files(),
        run,
        r.diskMebibytes(),
        locale,
        timeZone);
  }
}
