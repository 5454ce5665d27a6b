package dev.sluice.model.outcome;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Span;
import dev.sluice.model.file.Values;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The whole file: its parts, then the rules between them, then the outcomes. */
final class OutcomesReader {
  static final Duration LONGEST = Duration.ofDays(365);

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
  private static final long MOST_PEOPLE = 10_000_000_000L;
  private static final int MOST_DAYS = 3650;

  private final Findings findings;
  private final Values values;
  private final List<Reference> references = new ArrayList<>();
  private final List<NeedReader.Quorum> quorums = new ArrayList<>();

  OutcomesReader(Findings findings) {
    this.findings = findings;
    this.values = new Values(findings);
  }

  /** Null when there are problems. */
  @Nullable Outcomes read(Node root) {
    @Nullable Fields file = Fields.of(findings, root, "", Span.START, "the file");
    if (file == null || isNewer(file)) {
      return null;
    }
    @Nullable String place = file.optional("place", values::text);
    List<Outcome> outcomes = outcomes(file);
    List<Located<Thing>> things = new ThingReader(findings, references, quorums).read(file);
    @Nullable Policy policy = file.optional("policy", this::policy);
    List<Waiver> waivers = waivers(file);
    // Also those that could not be read: that is reported already.
    Set<String> named = new HashSet<>();
    if (file.node("outcomes") instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> named.add(entry.key().text()));
    }
    new OutcomeRules(findings, named, things, references, quorums).judge();
    return findings.none()
        ? new Outcomes(
            place,
            outcomes,
            things.stream().map(Located::value).toList(),
            policy == null ? Policy.NONE : policy,
            waivers)
        : null;
  }

  // Then nothing else is judged: another version may mean other things by the same words.
  private boolean isNewer(Fields file) {
    @Nullable Located<Long> format =
        file.requiredLocated("sluice-outcomes", values.measures().number(0, Integer.MAX_VALUE));
    if (format == null || format.value() == OutcomesFile.FORMAT) {
      return false;
    }
    findings.addFor(
        "sluice-outcomes",
        format.span(),
        "format version %d is not known".formatted(format.value()),
        "this release of Sluice reads version %d".formatted(OutcomesFile.FORMAT));
    return true;
  }

  /** The entries of a mapping by name; what is no name is reported. */
  static List<Node.Entry> named(Findings findings, Fields file, String key) {
    @Nullable List<Node.Entry> entries =
        file.optional(
            key,
            (node, path) -> {
              @Nullable Fields none = null;
              if (!(node instanceof Node.Mapping mapping)) {
                none = Fields.of(findings, node, path + ".NAME", node.span(), path);
                return none == null ? null : List.of();
              }
              return List.copyOf(Fields.entries(findings, mapping, path).values());
            });
    if (entries == null) {
      return List.of();
    }
    entries.forEach(entry -> judgeName(findings, entry.key(), key));
    return entries;
  }

  static boolean judgeName(Findings findings, Node.Scalar name, String key) {
    if (NAME.matcher(name.text()).matches()) {
      return true;
    }
    findings.addNear(
        Values.nameLike(name.text()),
        key,
        name.span(),
        "%s is no name".formatted(Quoted.of(name.text())),
        "a lower-case letter, then lower-case letters, digits, dots and dashes; at most 64");
    return false;
  }

  private List<Outcome> outcomes(Fields file) {
    file.demand("outcomes");
    List<Outcome> outcomes = new ArrayList<>();
    for (Node.Entry entry : named(findings, file, "outcomes")) {
      @Nullable Outcome outcome = outcome(entry);
      if (outcome != null) {
        outcomes.add(outcome);
      }
    }
    if (file.node("outcomes") instanceof Node.Mapping mapping && mapping.entries().isEmpty()) {
      findings.addFor(
          "outcomes", mapping.span(), "there is no outcome", "at least one: what do people need?");
    }
    return outcomes;
  }

  private @Nullable Outcome outcome(Node.Entry entry) {
    String name = entry.key().text();
    String title = "outcome " + Quoted.of(name);
    @Nullable Fields fields =
        Fields.of(findings, entry.value(), "outcomes.NAME", entry.key().span(), title);
    if (fields == null) {
      return null;
    }
    @Nullable String says = fields.required("says", values::text);
    @Nullable String who = fields.optional("who", values::text);
    @Nullable Long people = fields.optional("people", values.measures().number(0, MOST_PEOPLE));
    @Nullable Duration harmAfter =
        fields.required("harm-after", values.measures().duration(Duration.ZERO, LONGEST));
    @Nullable Requirement needs = fields.required("needs", needs()::read);
    List<Way> ways = new ArrayList<>();
    @Nullable List<Way> modes = fields.optional("degraded-modes", this::modes);
    if (modes != null) {
      ways.addAll(modes);
    }
    @Nullable Way fallback =
        fields.optional(
            "fallback",
            (node, path) -> way(node, path, Way.Kind.FALLBACK, "the fallback of " + title));
    if (fallback != null) {
      ways.add(fallback);
    }
    return says == null || harmAfter == null || needs == null
        ? null
        : new Outcome(name, says, who, people, harmAfter, needs, ways, entry.key().span().line());
  }

  private NeedReader needs() {
    return new NeedReader(findings, "", false, references, quorums);
  }

  private @Nullable List<Way> modes(Node node, String path) {
    if (!(node instanceof Node.Sequence list)) {
      if (!(node instanceof Node.Broken)) {
        values.wrongShape(node, "no list", path);
      }
      return null;
    }
    List<Way> modes = new ArrayList<>();
    for (Node item : list.items()) {
      @Nullable Way mode = way(item, path, Way.Kind.DEGRADED_MODE, "a degraded mode");
      if (mode != null) {
        modes.add(mode);
      }
    }
    return modes;
  }

  private @Nullable Way way(Node node, String path, Way.Kind kind, String title) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), title);
    if (fields == null) {
      return null;
    }
    @Nullable String says = fields.required("says", values::text);
    @Nullable Requirement needs = fields.optional("needs", needs()::read);
    @Nullable Duration keepsFor =
        fields.optional("keeps-for", values.measures().duration(Duration.ofMinutes(1), LONGEST));
    @Nullable LocalDate exercised =
        kind == Way.Kind.FALLBACK ? fields.optional("exercised", values.measures()::date) : null;
    return says == null
        ? null
        : new Way(kind, says, needs == null ? Requirement.All.NOTHING : needs, keepsFor, exercised);
  }

  private @Nullable Policy policy(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "policy");
    if (fields == null) {
      return null;
    }
    @Nullable List<String> noSinglePoint = fields.optional("no-single-point", this::outcomeNames);
    @Nullable Long days =
        fields.optional("exercised-within", values.measures().number(1, MOST_DAYS));
    return new Policy(
        noSinglePoint == null ? List.of() : noSinglePoint,
        days == null ? null : Math.toIntExact(days));
  }

  /** Outcomes by name, looked up with all other names. */
  private @Nullable List<String> outcomeNames(Node node, String path) {
    @Nullable List<Located<String>> names = values.listOrOne(node, path, values::locatedText);
    if (names == null) {
      return null;
    }
    for (Located<String> name : names) {
      references.add(new Reference("", name.value(), name.span(), Set.of(), path, false));
    }
    return names.stream().map(Located::value).distinct().toList();
  }

  private List<Waiver> waivers(Fields file) {
    List<Waiver> waivers = new ArrayList<>();
    for (Node.Entry entry : named(findings, file, "waivers")) {
      @Nullable Fields fields =
          Fields.of(
              findings,
              entry.value(),
              "waivers.NAME",
              entry.key().span(),
              "waiver " + Quoted.of(entry.key().text()));
      if (fields == null) {
        continue;
      }
      @Nullable Located<String> accepts = fields.requiredLocated("accepts", values::text);
      if (accepts != null && !accepts.value().equals(Waiver.UNTRIED)) {
        references.add(
            new Reference(
                "",
                accepts.value(),
                accepts.span(),
                NeedReader.ANYTHING,
                "waivers.NAME.accepts",
                false));
      }
      @Nullable List<String> outcomes = fields.required("for", this::outcomeNames);
      @Nullable String reason = fields.required("reason", values::text);
      @Nullable LocalDate until = fields.required("until", values.measures()::date);
      if (accepts != null && outcomes != null && reason != null && until != null) {
        waivers.add(
            new Waiver(
                entry.key().text(),
                accepts.value(),
                outcomes,
                reason,
                until,
                entry.key().span().line()));
      }
    }
    return waivers;
  }
}
