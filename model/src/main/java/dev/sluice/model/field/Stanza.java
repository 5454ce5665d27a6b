package dev.sluice.model.field;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An environment as it would stand in the pipeline file, for hosts that none stands for. */
public final class Stanza {
  private static final Map<String, DebianRecipe.Suite> SUITES =
      Map.of(
          "11", DebianRecipe.Suite.BULLSEYE,
          "12", DebianRecipe.Suite.BOOKWORM,
          "13", DebianRecipe.Suite.TRIXIE);
  private static final Set<String> OWN_MACHINES = Set.of("windows", "macos", "darwin");
  private static final Set<String> ARM = Set.of("arm64", "aarch64");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./+@-]*");
  private static final Set<String> NO_TEXT =
      Set.of("true", "false", "null", "yes", "no", "on", "off");
  private static final int MOST_NAME = 64;

  private final Pipeline pipeline;
  private final SortedMap<String, String> facts;

  private Stanza(Pipeline pipeline, SortedMap<String, String> facts) {
    this.pipeline = pipeline;
    this.facts = facts;
  }

  /**
   * Lines of YAML, to stand beneath {@code environments:}. An environment that the file has lends
   * it what they share.
   *
   * @param facts of the hosts; at least one
   */
  public static List<String> of(Pipeline pipeline, SortedMap<String, String> facts) {
    if (facts.isEmpty()) {
      throw new IllegalArgumentException("no environment stands for hosts without facts");
    }
    return new Stanza(pipeline, facts).lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    String name = name();
    lines.add(name + ":");
    String os = facts.getOrDefault("os", "").toLowerCase(Locale.ROOT);
    String architecture = facts.getOrDefault("architecture", "").toLowerCase(Locale.ROOT);
    DebianRecipe.@Nullable Suite suite =
        SUITES.get(facts.getOrDefault("version", "").split("\\.", 2)[0]);
    if (OWN_MACHINES.contains(os)) {
      ownMachine(lines, name, os);
    } else {
      lines.add("  driver: qemu");
      if (os.equals("debian") && suite != null && isBuildable(architecture)) {
        recipe(lines, suite);
      } else {
        lines.add("  image: { disk: images/%s.qcow2 }".formatted(name));
      }
      if (ARM.contains(architecture)) {
        lines.add("  architecture: arm64");
      }
    }
    lines.add(
        "  stands-for: "
            + HostGroup.inOrder(facts).stream()
                .map(fact -> fact.getKey() + ": " + quoted(fact.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }")));
    return lines;
  }

  private boolean isBuildable(String architecture) {
    @Nullable String locale = facts.get("locale");
    @Nullable String timeZone = facts.get("time-zone");
    return !ARM.contains(architecture)
        && (locale == null || DebianRecipe.isLocale(locale))
        && (timeZone == null || DebianRecipe.isTimeZone(timeZone));
  }

  private static void ownMachine(List<String> lines, String name, String os) {
    lines.add("  driver: machine");
    lines.add(
        "  ssh: { host: %s.example, user: prover, identity: lab/id_ed25519, host-keys: lab/known_hosts }"
            .formatted(name));
    if (os.equals("windows")) {
      lines.add("  shell: powershell");
      lines.add("  inputs: C:\\sluice");
    } else {
      lines.add("  inputs: /var/tmp/sluice");
    }
    for (String key : List.of("restore", "power-on", "power-off")) {
      lines.add("  %s: [lab/%s, %s]".formatted(key, key, name));
    }
  }

  private void recipe(List<String> lines, DebianRecipe.Suite suite) {
    @Nullable Lender lender = lender();
    @Nullable DebianRecipe recipe = lender == null ? null : lender.recipe();
    lines.add("  image:");
    lines.add("    debian:");
    lines.add("      suite: " + suite.name().toLowerCase(Locale.ROOT));
    if (recipe != null) {
      list(lines, "packages", recipe.packages());
      list(lines, "neighbours", recipe.neighbours());
      if (!recipe.files().isEmpty()) {
        lines.add("      files:");
        recipe
            .files()
            .forEach((from, to) -> lines.add("        %s: %s".formatted(quoted(from), quoted(to))));
      }
      if (recipe.run() != null) {
        lines.add("      run: " + quoted(recipe.run()));
      }
    }
    own(lines, "locale", facts.get("locale"), recipe == null ? null : recipe.locale());
    own(lines, "time-zone", facts.get("time-zone"), recipe == null ? null : recipe.timeZone());
    if (lender != null) {
      lines.add("  memory: %d MiB".formatted(lender.qemu().memoryMebibytes()));
      if (!lender.spec().health().units().isEmpty()) {
        lines.add(
            "  healthy: { units: [%s] }"
                .formatted(
                    lender.spec().health().units().stream()
                        .map(Stanza::quoted)
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  private static void list(List<String> lines, String key, List<String> values) {
    if (!values.isEmpty()) {
      lines.add(
          "      %s: [%s]"
              .formatted(
                  key, values.stream().map(Stanza::quoted).collect(Collectors.joining(", "))));
    }
  }

  private static void own(
      List<String> lines, String key, @Nullable String reported, @Nullable String lent) {
    @Nullable String value = reported == null ? lent : reported;
    if (value != null) {
      lines.add("      %s: %s".formatted(key, quoted(value)));
    }
  }

  private record Lender(EnvironmentSpec spec, EnvironmentSpec.Qemu qemu, DebianRecipe recipe) {}

  /**
   * The environment made from packages that shares the most facts and names the fewest otherwise;
   * of two alike the later one.
   */
  private @Nullable Lender lender() {
    @Nullable Lender lender = null;
    long best = Long.MIN_VALUE;
    for (EnvironmentSpec environment : pipeline.environments()) {
      long shared =
          environment.standsFor().entrySet().stream()
              .filter(fact -> fact.getValue().equals(facts.get(fact.getKey())))
              .count();
      long nearness = 2 * shared - environment.standsFor().size();
      if (nearness >= best
          && environment.driver() instanceof EnvironmentSpec.Qemu qemu
          && qemu.image() instanceof EnvironmentSpec.Image.Debian(var recipe)) {
        lender = new Lender(environment, qemu, recipe);
        best = nearness;
      }
    }
    return lender;
  }

  private String name() {
    String joined =
        HostGroup.inOrder(facts).stream()
            .map(fact -> fact.getValue().replaceAll("(?i)\\.utf-?8$", ""))
            .collect(Collectors.joining("-"));
    String name =
        joined.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[^a-z]+", "");
    name = name.substring(0, Math.min(name.length(), MOST_NAME - 2)).replaceAll("[.-]+$", "");
    String free = name.isEmpty() ? "hosts" : name;
    for (int number = 2; isTaken(free); number++) {
      free = (name.isEmpty() ? "hosts" : name) + "-" + number;
    }
    return free;
  }

  private boolean isTaken(String name) {
    return pipeline.environments().stream().anyMatch(e -> e.name().equals(name));
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() && !NO_TEXT.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
