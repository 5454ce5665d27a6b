package dev.sluice.model.outcome;

import dev.sluice.model.Version;
import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Span;
import dev.sluice.model.file.Values;
import dev.sluice.model.outcome.Requirement.Without;
import dev.sluice.model.outcome.Thing.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is written under {@code needs} and {@code runs} of one owner. */
final class NeedReader {
  static final Set<Kind> ANYTHING = EnumSet.allOf(Kind.class);

  private static final Duration LONGEST = Duration.ofDays(365);
  private static final List<String> SHAPES = List.of("need", "all", "any", "at-least", "hosts");
  private static final long MOST_HOSTS = 1_000_000_000L;

  private final Findings findings;
  private final Values values;
  private final String owner;
  private final boolean software;
  private final List<Reference> references;
  private final List<Quorum> quorums;
  private final List<String> atStart = new ArrayList<>();

  /** A quorum with its place, to be compared with the hosts of its group. */
  record Quorum(long hosts, String group, Span span) {}

  /**
   * For one owner.
   *
   * @param owner the thing whose needs these are; empty for what nothing can need
   * @param software whether these are artifacts that run on hosts
   * @param references takes every name, to be looked up when all are known
   */
  NeedReader(
      Findings findings,
      String owner,
      boolean software,
      List<Reference> references,
      List<Quorum> quorums) {
    this.findings = findings;
    this.values = new Values(findings);
    this.owner = owner;
    this.software = software;
    this.references = references;
    this.quorums = quorums;
  }

  /** What was read that is needed only to start. */
  List<String> atStart() {
    return atStart;
  }

  @Nullable Requirement read(Node node, String path) {
    return read(node, path, true);
  }

  private @Nullable Requirement read(Node node, String path, boolean runtime) {
    return switch (node) {
      case Node.Scalar scalar -> name(scalar, path, runtime);
      case Node.Sequence list -> {
        @Nullable List<Requirement> items = list(list, path, runtime);
        yield items == null ? null : all(items);
      }
      case Node.Mapping mapping -> mapping(mapping);
      case Node.Broken _ -> null;
    };
  }

  private static Requirement all(List<Requirement> items) {
    return items.size() == 1 ? items.getFirst() : new Requirement.All(items);
  }

  private @Nullable List<Requirement> list(Node.Sequence list, String path, boolean runtime) {
    List<Requirement> items = new ArrayList<>();
    boolean whole = true;
    for (Node item : list.items()) {
      @Nullable Requirement read = read(item, path, runtime);
      if (read == null) {
        whole = false;
      } else {
        items.add(read);
      }
    }
    return whole ? items : null;
  }

  private @Nullable Requirement name(Node.Scalar scalar, String path, boolean runtime) {
    @Nullable String text = values.text(scalar, path);
    if (text == null) {
      return null;
    }
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    if (!software && at >= 0) {
      findings.addFor(
          path,
          scalar.span(),
          "%s names a version".formatted(Quoted.of(text)),
          "which version hosts run is said under runs of a group");
      return null;
    }
    @Nullable Version version = null;
    if (at >= 0) {
      String written = text.substring(at + 1);
      if (!Version.isValid(written)) {
        findings.addFor(
            path,
            scalar.span(),
            "%s is no version".formatted(Quoted.of(written)),
            "artifact@version, such as sensor@7.16");
        return null;
      }
      version = new Version(written);
    }
    references.add(
        new Reference(
            owner,
            name,
            scalar.span(),
            software ? Set.of(Kind.ARTIFACT) : ANYTHING,
            path,
            runtime));
    if (!runtime) {
      atStart.add(name);
    }
    return software ? new Requirement.Running(name, version) : new Requirement.One(name);
  }

  private @Nullable Requirement mapping(Node.Mapping mapping) {
    @Nullable Fields fields =
        Fields.of(findings, mapping, NeedKeys.PATH, mapping.span(), "what is needed");
    if (fields == null) {
      return null;
    }
    List<String> shapes = SHAPES.stream().filter(fields::has).toList();
    if (shapes.size() != 1) {
      if (SHAPES.stream().allMatch(fields::lacks)) {
        findings.addFor(
            "need.need",
            mapping.span(),
            "this does not say what is needed",
            "one of need, all, any, at-least with of, hosts with in");
      } else if (shapes.size() > 1) {
        findings.addFor(
            "need." + shapes.get(1),
            fields.span(shapes.get(1)),
            "%s beside %s".formatted(Quoted.of(shapes.get(1)), Quoted.of(shapes.getFirst())),
            "one of them; for more begin a new line with a dash");
      }
      return null;
    }
    boolean atStart = "at-start".equals(fields.optional("only", values::word));
    @Nullable Without without = without(fields);
    boolean runtime = !atStart && !(without instanceof Without.Unaffected);
    @Nullable Requirement of = of(fields, shapes.getFirst(), runtime, atStart);
    @Nullable Duration holds =
        fields.optional("holds-for", values.measures().duration(Duration.ZERO, LONGEST));
    if (of == null || without == null) {
      return null;
    }
    if (atStart) {
      return Requirement.All.NOTHING;
    }
    return without instanceof Without.Lost && holds == null
        ? of
        : new Requirement.Softened(of, without, holds == null ? Duration.ZERO : holds);
  }

  private @Nullable Without without(Fields fields) {
    @Nullable String word = fields.optional("without", values::word);
    @Nullable String how = fields.optional("degraded", values::text);
    if (how != null) {
      fields.refuse("without", "degraded says already what happens without it");
      return new Without.Degraded(how);
    }
    if (word == null) {
      return fields.has("without") || fields.has("degraded") ? null : new Without.Lost();
    }
    return word.equals("unaffected") ? new Without.Unaffected() : new Without.Lost();
  }

  private @Nullable Requirement of(Fields fields, String shape, boolean runtime, boolean atStart) {
    // Names needed at start are kept; those of no consequence are only looked up.
    int before = this.atStart.size();
    @Nullable Requirement of =
        switch (shape) {
          case "need", "all" -> fields.optional(shape, (node, path) -> read(node, path, runtime));
          case "any" -> {
            @Nullable List<Requirement> items = several(fields, "any", runtime);
            yield items == null ? null : new Requirement.Any(items);
          }
          case "at-least" -> atLeast(fields, runtime);
          case "hosts" -> quorum(fields, runtime);
          default -> throw new IllegalStateException("no shape " + shape);
        };
    if (!atStart) {
      this.atStart.subList(before, this.atStart.size()).clear();
    }
    if (!shape.equals("at-least")) {
      fields.refuse("of", "of goes with at-least");
    }
    if (!shape.equals("hosts")) {
      fields.refuse("in", "in goes with hosts");
    }
    return of;
  }

  private @Nullable List<Requirement> several(Fields fields, String key, boolean runtime) {
    return fields.optional(
        key,
        (node, path) -> {
          switch (node) {
            case Node.Sequence list when list.items().isEmpty() ->
                findings.addFor(path, list.span(), key + " is an empty list", "at least one");
            case Node.Sequence list -> {
              return choices(list, path, runtime);
            }
            case Node.Scalar _ -> values.wrongShape(node, "a single value, not a list", path);
            case Node.Mapping _ -> values.wrongShape(node, "a mapping, not a list", path);
            case Node.Broken _ -> {}
          }
          return null;
        });
  }

  /** What is never lost would make the whole choice one that is never lost. */
  private @Nullable List<Requirement> choices(Node.Sequence list, String path, boolean runtime) {
    @Nullable List<Requirement> items = list(list, path, runtime);
    if (items == null) {
      return null;
    }
    for (int i = 0; i < items.size(); i++) {
      boolean never =
          items.get(i) instanceof Requirement.Softened(_, Without without, _)
              && !(without instanceof Without.Lost);
      if (never || items.get(i).equals(Requirement.All.NOTHING)) {
        findings.addFor(
            path,
            list.items().get(i).span(),
            "one of several that can stand in for one another is never lost",
            "write degraded, without or only beside the choice, and not inside it");
        return null;
      }
    }
    return items;
  }

  private @Nullable Requirement atLeast(Fields fields, boolean runtime) {
    @Nullable Located<Long> count =
        fields.located("at-least", values.measures().number(1, Integer.MAX_VALUE));
    fields.demand("of");
    @Nullable List<Requirement> of = several(fields, "of", runtime);
    if (count == null || of == null) {
      return null;
    }
    if (count.value() > of.size()) {
      findings.addFor(
          "need.at-least",
          count.span(),
          "at least %s of %s".formatted(Quoted.count(count.value()), Quoted.count(of.size())),
          "at most as many as there are under of");
      return null;
    }
    return new Requirement.AtLeast(Math.toIntExact(count.value()), of);
  }

  private @Nullable Requirement quorum(Fields fields, boolean runtime) {
    @Nullable Located<Long> hosts =
        fields.located("hosts", values.measures().number(1, MOST_HOSTS));
    @Nullable Located<String> group = fields.requiredLocated("in", values::text);
    if (group != null) {
      references.add(
          new Reference(
              owner, group.value(), group.span(), Set.of(Kind.GROUP), "need.in", runtime));
    }
    if (hosts == null || group == null) {
      return null;
    }
    quorums.add(new Quorum(hosts.value(), group.value(), hosts.span()));
    return new Requirement.Quorum(hosts.value(), group.value());
  }
}
