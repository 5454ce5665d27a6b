package dev.sluice.model.outcome;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Values;
import dev.sluice.model.outcome.Thing.Kind;
import dev.sluice.model.outcome.Thing.Unwritten;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What outcomes hang on: groups, services, vendors, artifacts, sites, credentials, people. */
final class ThingReader {
  private static final long MOST_HOSTS = 1_000_000_000L;
  private static final String OWN = "own";

  private final Findings findings;
  private final Values values;
  private final List<Reference> references;
  private final List<NeedReader.Quorum> quorums;
  private boolean hasSites;

  ThingReader(Findings findings, List<Reference> references, List<NeedReader.Quorum> quorums) {
    this.findings = findings;
    this.values = new Values(findings);
    this.references = references;
    this.quorums = quorums;
  }

  /** Things that could not be read whole are there in part, so that nothing is missed for them. */
  List<Located<Thing>> read(Fields file) {
    hasSites = file.has(Kind.SITE.key());
    List<Located<Thing>> things = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      things.addAll(of(file, kind));
    }
    return things;
  }

  private List<Located<Thing>> of(Fields file, Kind kind) {
    List<Located<Thing>> things = new ArrayList<>();
    if (mayBeNamesAlone(kind) && file.node(kind.key()) instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        if (item instanceof Node.Scalar name
            && OutcomesReader.judgeName(findings, name, kind.key())) {
          things.add(new Located<>(plain(kind, name.text(), null), name.span()));
        } else if (!(item instanceof Node.Scalar) && !(item instanceof Node.Broken)) {
          values.wrongShape(item, "a list of more than names", kind.key());
        }
      }
      return things;
    }
    for (Node.Entry entry : OutcomesReader.named(findings, file, kind.key())) {
      things.add(new Located<>(thing(kind, entry), entry.key().span()));
    }
    return things;
  }

  private static boolean mayBeNamesAlone(Kind kind) {
    return switch (kind) {
      case SITE, CREDENTIAL, PERSON -> true;
      case GROUP, SERVICE, VENDOR, ARTIFACT -> false;
    };
  }

  private static Thing plain(Kind kind, String name, @Nullable String sort) {
    return new Thing(
        kind, name, null, sort, null, null, Requirement.All.NOTHING, List.of(), List.of());
  }

  private Thing thing(Kind kind, Node.Entry entry) {
    String name = entry.key().text();
    String path = kind.key() + ".NAME";
    if (entry.value() instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NOTHING) {
      if (kind == Kind.VENDOR) {
        return plain(kind, name, values.word(scalar, path + ".kind"));
      }
      if (kind == Kind.ARTIFACT) {
        return new Thing(
            kind, name, null, null, null, null, vendor(name, scalar), List.of(), List.of());
      }
    }
    String title = "%s %s".formatted(kind.word(), Quoted.of(name));
    @Nullable Fields fields = Fields.of(findings, entry.value(), path, entry.key().span(), title);
    return fields == null ? plain(kind, name, null) : thing(kind, name, fields);
  }

  private Thing thing(Kind kind, String name, Fields fields) {
    List<Requirement> all = new ArrayList<>();
    List<Unwritten> unwritten = new ArrayList<>();
    var reader = new NeedReader(findings, name, false, references, quorums);
    @Nullable String sort = null;
    @Nullable Long hosts = null;
    @Nullable Duration recovers = null;
    switch (kind) {
      case GROUP -> {
        hosts = fields.optional("hosts", values.measures().number(1, MOST_HOSTS));
        recovers =
            fields.optional(
                "recovers-in",
                values.measures().duration(Duration.ofSeconds(1), OutcomesReader.LONGEST));
        var software = new NeedReader(findings, name, true, references, quorums);
        add(all, fields.optional("runs", software::read));
        if (fields.lacks("runs")) {
          unwritten.add(Unwritten.RUNS);
        }
      }
      case VENDOR -> sort = fields.required("kind", values::word);
      case ARTIFACT -> {
        if (fields.lacks("vendor")) {
          unwritten.add(Unwritten.VENDOR);
        } else {
          add(all, fields.optional("vendor", (node, _) -> vendor(name, node)));
        }
      }
      case SERVICE -> {
        if (fields.lacks("needs")) {
          unwritten.add(Unwritten.NEEDS);
        }
      }
      case PERSON -> hosts = fields.optional("count", values.measures().number(1, MOST_HOSTS));
      case SITE, CREDENTIAL -> {}
    }
    if (kind != Kind.VENDOR && kind != Kind.ARTIFACT) {
      add(all, fields.optional("at", (node, path) -> site(name, node, path)));
      if (kind == Kind.GROUP && hasSites && fields.lacks("at")) {
        unwritten.add(Unwritten.SITE);
      }
    }
    add(all, fields.optional("needs", reader::read));
    return new Thing(
        kind,
        name,
        fields.optional("says", values::text),
        sort,
        hosts,
        recovers,
        all.size() == 1 ? all.getFirst() : new Requirement.All(all),
        reader.atStart(),
        unwritten);
  }

  private static void add(List<Requirement> all, @Nullable Requirement one) {
    if (one != null && !one.equals(Requirement.All.NOTHING)) {
      all.add(one);
    }
  }

  private Requirement vendor(String name, Node node) {
    String path = "artifacts.NAME.vendor";
    @Nullable String vendor = values.text(node, path);
    if (vendor == null || vendor.equals(OWN)) {
      return Requirement.All.NOTHING;
    }
    references.add(new Reference(name, vendor, node.span(), Set.of(Kind.VENDOR), path, true));
    return new Requirement.One(vendor);
  }

  private @Nullable Requirement site(String name, Node node, String path) {
    @Nullable String site = values.text(node, path);
    if (site == null) {
      return null;
    }
    references.add(new Reference(name, site, node.span(), Set.of(Kind.SITE), path, true));
    return new Requirement.One(site);
  }
}
