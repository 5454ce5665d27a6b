package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Measures;
import dev.sluice.model.file.Nearest;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Values;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks that a suite lists. */
final class SuiteReader {
  static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);

  private static final Duration LONGEST_VALIDITY = Duration.ofDays(3_650);
  private static final String PATH = "suites.SUITE";
  private static final List<String> COMMAND_KEYS =
      List.of("command", "name", "exit", "output", "within", "stands-for");
  private static final List<String> CHECK_KEYS =
      List.of("catches", "leaves-alone", "stays-within", "survives-dates", "installs", "command");
  private static final Set<String> ALWAYS_TRUE =
      Set.of("true", "/bin/true", "/usr/bin/true", ":", "echo", "/bin/echo", "/usr/bin/echo");

  private final Findings findings;
  private final Values values;

  SuiteReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  /**
   * The checks that could be read; null when the suite is no list.
   *
   * @param mentioned takes the names of all checks, also of those that could not be read, so that
   *     one mistake is not reported again as the lack of a check
   */
  @Nullable List<Located<CheckSpec>> read(Node node, String path, Set<String> mentioned) {
    return switch (node) {
      case Node.Sequence list -> {
        List<Located<CheckSpec>> checks = new ArrayList<>();
        for (Node item : list.items()) {
          @Nullable Located<CheckSpec> check = check(item, path, mentioned);
          if (check != null) {
            checks.add(check);
          }
        }
        yield checks;
      }
      case Node.Mapping mapping -> {
        List<Node.Scalar> removals =
            mapping.entries().stream()
                .map(Node.Entry::key)
                .filter(key -> Immovable.wouldRemove(key.text()))
                .toList();
        removals.forEach(key -> Immovable.report(findings, key.span(), key.text()));
        if (removals.isEmpty()) {
          values.wrongShape(node, "a mapping", path);
        }
        yield null;
      }
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING -> {
        values.wrongShape(node, "empty", path);
        yield null;
      }
      case Node.Scalar _ -> {
        values.wrongShape(node, "a single value", path);
        yield null;
      }
      case Node.Broken _ -> null;
    };
  }

  private @Nullable Located<CheckSpec> check(Node item, String path, Set<String> mentioned) {
    return switch (item) {
      case Node.Scalar word -> word(word, mentioned);
      case Node.Mapping mapping when !mapping.entries().isEmpty() -> settings(mapping, mentioned);
      case Node.Mapping _ -> notACheck(item, "an empty mapping", path);
      case Node.Sequence _ -> notACheck(item, "a list", path);
      case Node.Broken _ -> null;
    };
  }

  private @Nullable Located<CheckSpec> notACheck(Node item, String what, String path) {
    findings.addFor(
        path,
        item.span(),
        "a check is " + what,
        "each check is one word, or one key with its settings: " + String.join(", ", CHECK_KEYS));
    return null;
  }

  private @Nullable Located<CheckSpec> word(Node.Scalar word, Set<String> mentioned) {
    mentioned.add(word.text());
    if (word.text().equals("installs")) {
      return new Located<>(new CheckSpec.Installs(), word.span());
    }
    if (word.text().equals(SuiteRules.DATES)) {
      return new Located<>(new CheckSpec.SurvivesDates(null, List.of()), word.span());
    }
    // Listing what is there anyway is no mistake, and changes nothing.
    if (Immovable.CHECKS.contains(word.text())) {
      return null;
    }
    if (CHECK_KEYS.contains(word.text())) {
      findings.addFor(
          PATH + "." + word.text(),
          word.span(),
          "%s has no settings".formatted(Quoted.of(word.text())),
          "for example: "
              + Keys.at(PATH + "." + word.text()).example().lines().findFirst().orElse(""));
      return null;
    }
    unknown(word, mentioned);
    return null;
  }

  private void unknown(Node.Scalar word, Set<String> mentioned) {
    if (Immovable.wouldRemove(word.text())) {
      Immovable.report(findings, word.span(), word.text());
      return;
    }
    @Nullable String nearest = nearest(word.text());
    if (nearest != null) {
      mentioned.add(nearest);
    }
    findings.addNear(
        nearest,
        "suites",
        word.span(),
        "unknown key %s in a suite".formatted(Quoted.of(word.text())),
        "allowed: " + String.join(", ", CHECK_KEYS));
  }

  private static @Nullable String nearest(String word) {
    List<String> known = new ArrayList<>(CHECK_KEYS);
    known.addAll(Immovable.CHECKS);
    return Nearest.to(word, known);
  }

  private @Nullable Located<CheckSpec> settings(Node.Mapping mapping, Set<String> mentioned) {
    if (mapping.entries().stream().anyMatch(entry -> entry.key().text().equals("command"))) {
      return command(mapping, mentioned);
    }
    var entries = Fields.entries(findings, mapping, "the check");
    Node.Entry first = mapping.entries().getFirst();
    @Nullable Located<CheckSpec> check = null;
    for (Node.Entry entry : entries.values()) {
      @Nullable CheckSpec one = single(entry, mentioned);
      if (!entry.key().equals(first.key())) {
        findings.addFor(
            "suites",
            entry.key().span(),
            "%s stands in the check of %s"
                .formatted(Quoted.of(entry.key().text()), Quoted.of(first.key().text())),
            "one check each: begin a new line with a dash");
      } else if (one != null) {
        check = new Located<>(one, entry.key().span());
      }
    }
    return check;
  }

  private @Nullable CheckSpec single(Node.Entry entry, Set<String> mentioned) {
    Node.Scalar key = entry.key();
    String path = PATH + "." + key.text();
    mentioned.add(key.text());
    switch (key.text()) {
      case "catches" -> {
        @Nullable List<String> samples = values.files(entry.value(), path);
        return samples == null ? null : new CheckSpec.Catches(samples);
      }
      case "leaves-alone" -> {
        return leavesAlone(entry, path);
      }
      case "stays-within" -> {
        return staysWithin(entry, path);
      }
      case SuiteRules.DATES -> {
        return survivesDates(entry, path);
      }
      case "installs" ->
          findings.addFor(
              path, key.span(), "\"installs\" is given a setting", "a word alone: - installs");
      default -> {
        if (Immovable.CHECKS.contains(key.text())) {
          Immovable.reportSetting(findings, key.span(), key.text());
        } else if (COMMAND_KEYS.contains(key.text())) {
          findings.addFor(
              PATH + ".command",
              key.span(),
              "%s without a command".formatted(Quoted.of(key.text())),
              "a check of your own begins with command:");
        } else {
          unknown(key, mentioned);
        }
      }
    }
    return null;
  }

  private @Nullable CheckSpec leavesAlone(Node.Entry entry, String path) {
    if (!(entry.value() instanceof Node.Mapping)) {
      @Nullable List<String> samples = values.files(entry.value(), path);
      return samples == null ? null : new CheckSpec.LeavesAlone(samples, List.of());
    }
    @Nullable Fields fields =
        Fields.of(findings, entry.value(), path, entry.key().span(), "leaves-alone");
    if (fields == null) {
      return null;
    }
    @Nullable List<String> samples = fields.optional("samples", values::files);
    @Nullable List<String> vital =
        fields.optional("vital", (list, at) -> values.list(list, at, values::placeOfAny));
    if (fields.lacks("samples") && fields.lacks("vital")) {
      findings.addFor(
          path,
          entry.key().span(),
          "leaves-alone names nothing",
          "at least one of samples and vital");
      return null;
    }
    return new CheckSpec.LeavesAlone(
        samples == null ? List.of() : samples, vital == null ? List.of() : vital);
  }

  private @Nullable CheckSpec survivesDates(Node.Entry entry, String path) {
    @Nullable Fields fields =
        Fields.of(findings, entry.value(), path, entry.key().span(), SuiteRules.DATES);
    if (fields == null) {
      return null;
    }
    @Nullable Duration validFor =
        fields.optional(
            "valid-for", values.measures().duration(Duration.ofHours(1), LONGEST_VALIDITY));
    @Nullable List<LocalDate> days =
        fields.optional("days", (list, at) -> values.list(list, at, values.measures()::date));
    return new CheckSpec.SurvivesDates(validFor, days == null ? List.of() : days);
  }

  private @Nullable CheckSpec staysWithin(Node.Entry entry, String path) {
    @Nullable Fields fields =
        Fields.of(findings, entry.value(), path, entry.key().span(), "stays-within");
    if (fields == null) {
      return null;
    }
    var upToAnHour = values.measures().duration(Duration.ofMillis(1), Measures.MAX_BOUND);
    @Nullable Duration wall = fields.optional("wall", upToAnHour);
    @Nullable Duration cpu = fields.optional("cpu", upToAnHour);
    @Nullable Long memory = fields.optional("memory", values.measures().size(1, Measures.TIB));
    @Nullable Long disk = fields.optional("disk", values.measures().size(1, Measures.TIB));
    if (Keys.beneath(path).stream().allMatch(fields::lacks)) {
      findings.addFor(
          path,
          entry.key().span(),
          "stays-within has no bound",
          "at least one of " + String.join(", ", Keys.beneath(path)));
      return null;
    }
    return new CheckSpec.StaysWithin(
        wall,
        cpu,
        memory == null ? CheckSpec.StaysWithin.UNBOUNDED : memory,
        disk == null ? CheckSpec.StaysWithin.UNBOUNDED : disk);
  }

  private @Nullable Located<CheckSpec> command(Node.Mapping mapping, Set<String> mentioned) {
    Node.Entry begin =
        mapping.entries().stream()
            .filter(entry -> entry.key().text().equals("command"))
            .findFirst()
            .orElseThrow();
    @Nullable Fields fields =
        Fields.of(
            findings,
            mapping,
            PATH,
            begin.key().span(),
            "a check of your own",
            COMMAND_KEYS,
            Map.of());
    @Nullable Command command =
        fields.required("command", new CommandReader(findings, values)::command);
    @Nullable ArtifactName name = fields.required("name", this::name);
    @Nullable Long exit = fields.optional("exit", values.measures().number(0, 255));
    @Nullable String output = fields.optional("output", values::text);
    @Nullable Duration within =
        fields.optional(
            "within", values.measures().duration(Duration.ofMillis(1), Measures.MAX_BOUND));
    @Nullable String standsFor = fields.optional("stands-for", values::word);
    if (name != null) {
      mentioned.add(name.value());
    }
    if (standsFor != null) {
      mentioned.add(standsFor);
    }
    if (standsFor != null && command != null && ALWAYS_TRUE.contains(command.words().getFirst())) {
      findings.addFor(
          PATH + ".stands-for",
          fields.span("command"),
          "a check that stands for %s always passes".formatted(standsFor),
          "a gate that cannot fail is no gate: the command must be able to fail");
    }
    if (command == null || name == null) {
      return null;
    }
    return new Located<>(
        new CheckSpec.UserCommand(
            name.value(),
            command,
            exit == null ? 0 : exit.intValue(),
            output,
            within == null ? DEFAULT_LIMIT : within,
            standsFor),
        fields.span("name"));
  }

  private @Nullable ArtifactName name(Node node, String path) {
    @Nullable ArtifactName name = values.artifactName(node, path);
    if (name != null && Immovable.RESERVED.contains(name.value())) {
      findings.addFor(
          path,
          node.span(),
          "%s is the name of a built-in check".formatted(Quoted.of(name.value())),
          "your own check needs a name of its own;"
              + " stands-for says that it does the work of catches or leaves-alone");
      return null;
    }
    return name;
  }
}
