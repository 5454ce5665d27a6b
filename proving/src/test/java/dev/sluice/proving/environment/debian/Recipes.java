package dev.sluice.proving.environment.debian;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.DebianRecipe.Suite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Recipes, and scripts that make a system of a few bytes. */
final class Recipes {
  static final DebianRecipe PLAIN = recipe(Suite.BOOKWORM, List.of(), Map.of(), null);

  /** Notes each run, and waits for a line where a test wants to look at it. */
  static final String SMALL =
      """
      set -eu
      cd "$OUT"
      echo "$KIND $SUITE" >>"$DOWNLOADS/builds"
      echo unpacking >stage
      [ ! -p "$DOWNLOADS/go" ] || read -r _ <"$DOWNLOADS/go"
      echo kernel >kernel
      echo initrd >initrd
      echo "console=ttyS0" >cmdline
      echo "dpkg 1" >packages
      mkdir made
      cp -r "$FILES"/. made/
      find made | sort >disk.img
      rm -r made
      if [ "$KIND" = root ]; then
        rm kernel initrd cmdline disk.img
        mkdir root
        echo tool >root/tool
        sha256sum root/tool | cut -d ' ' -f 1 >tree-digest
      fi
      """;

  private Recipes() {}

  static DebianRecipe recipe(
      Suite suite, List<String> packages, Map<String, String> files, @Nullable String run) {
    return new DebianRecipe(suite, packages, List.of(), new TreeMap<>(files), run, 512, null, null);
  }

  static Map<String, String> scripts(String build) {
    return Map.of("build.sh", build);
  }
}
