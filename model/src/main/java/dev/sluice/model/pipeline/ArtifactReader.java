package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Key;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Measures;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Values;
import dev.sluice.model.pipeline.Artifact.FieldRelease;
import dev.sluice.model.pipeline.Draft.ArtifactDraft;
import dev.sluice.model.pipeline.Draft.KindWord;
import dev.sluice.model.pipeline.Draft.KnownBadDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One artifact, as far as it can be judged alone. */
final class ArtifactReader {
  static final long DEFAULT_SIZE = 64 * Measures.MIB;
  static final long MAX_SIZE = 4 * Measures.GIB;

  private static final String PATH = "artifacts.NAME";

  private final Findings findings;
  private final Values values;
  private final List<Located<String>> installations = new ArrayList<>();

  ArtifactReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  @Nullable ArtifactDraft read(Node.Entry entry) {
    @Nullable ArtifactName name = name(entry.key());
    String quoted = Quoted.of(entry.key().text());
    @Nullable Fields fields =
        Fields.of(findings, entry.value(), PATH, entry.key().span(), "artifact " + quoted);
    if (fields == null) {
      return null;
    }
    @Nullable KindWord kind = kind(fields);
    @Nullable Long size = fields.optional("size", values.measures().size(1, MAX_SIZE));
    @Nullable List<Version> oneWay = fields.optional("one-way", values::versions);
    @Nullable Fields verbs = fields.optional("verbs", mapping(fields, "verbs of " + quoted));
    return new ArtifactDraft(
        name,
        title(kind, quoted),
        fields,
        kind,
        fields.located("for", values::artifactName),
        field(fields),
        installations,
        fields.optional("build", new CommandReader(findings, values)::command),
        fields.located("at", values::place),
        size == null ? DEFAULT_SIZE : size,
        fields.optional("format", this::format),
        "sha256".equals(fields.optional("in-force", values::word))
            ? Artifact.InForce.SHA256
            : Artifact.InForce.VERSION,
        delivery(fields),
        oneWay == null ? List.of() : oneWay,
        fields.optional("floor", (node, path) -> floor(node, path, fields)),
        verbs,
        verbs == null ? null : verbs(verbs),
        knownBad(fields));
  }

  private Artifact.Delivery delivery(Fields fields) {
    @Nullable List<String> provenance = fields.optional("provenance", values::files);
    @Nullable Long labs =
        fields.optional("labs", values.measures().number(1, Artifact.Delivery.MOST_LABS));
    return new Artifact.Delivery(
        provenance == null ? List.of() : provenance,
        "by-hand".equals(fields.optional("hand-on", values::word))
            ? Artifact.HandOn.BY_HAND
            : Artifact.HandOn.WHEN_PROVEN,
        labs == null ? 1 : labs.intValue());
  }

  private @Nullable ArtifactName name(Node.Scalar key) {
    if (ArtifactName.isValid(key.text())) {
      return new ArtifactName(key.text());
    }
    findings.addNear(
        Values.nameLike(key.text()),
        "artifacts",
        key.span(),
        "%s is no name".formatted(Quoted.of(key.text())),
        Key.Type.NAME.shape());
    return null;
  }

  private static String title(@Nullable KindWord kind, String quoted) {
    return switch (kind) {
      case APPLICATION -> "application " + quoted;
      case DATA -> "data artifact " + quoted;
      case null -> "artifact " + quoted;
    };
  }

  private @Nullable KindWord kind(Fields fields) {
    @Nullable String word = fields.required("kind", values::word);
    if (word == null) {
      return null;
    }
    if (word.equals("application")) {
      fields.refuse("for", "an application is for nothing: data are for an application");
      fields.demand("verbs");
      fields.demand("releases");
      return KindWord.APPLICATION;
    }
    fields.refuse("verbs", "verbs belong to the application that loads the data");
    fields.demand("for");
    return KindWord.DATA;
  }

  private Values.Parser<Fields> mapping(Fields owner, String title) {
    return (node, path) -> Fields.of(findings, node, path, owner.span(Values.name(path)), title);
  }

  private List<Located<FieldRelease>> field(Fields fields) {
    @Nullable List<Located<FieldRelease>> field = fields.optional("releases", this::releases);
    return field == null ? List.of() : field;
  }

  private @Nullable List<Located<FieldRelease>> releases(Node node, String path) {
    return switch (node) {
      case Node.Mapping mapping -> {
        List<Located<FieldRelease>> field = new ArrayList<>();
        for (Node.Entry entry : Fields.entries(findings, mapping, "releases").values()) {
          @Nullable FieldRelease release = release(entry);
          if (release != null) {
            field.add(new Located<>(release, entry.key().span()));
          }
        }
        yield field;
      }
      case Node.Sequence _ -> {
        values.wrongShape(node, "a list", path);
        yield null;
      }
      case Node.Scalar _ -> {
        values.wrongShape(node, "a single value", path);
        yield null;
      }
      case Node.Broken _ -> null;
    };
  }

  private @Nullable FieldRelease release(Node.Entry entry) {
    String path = PATH + ".releases.VERSION";
    Node.Scalar key = entry.key();
    @Nullable Version version = null;
    if (Version.isValid(key.text())) {
      version = new Version(key.text());
    } else {
      findings.addFor(
          PATH + ".releases",
          key.span(),
          "%s is no version".formatted(Quoted.of(key.text())),
          Key.Type.VERSION.shape());
    }
    @Nullable String file;
    @Nullable Long hosts = null;
    @Nullable List<Located<String>> installedIn = null;
    if (entry.value() instanceof Node.Mapping) {
      @Nullable Fields fields =
          Fields.of(findings, entry.value(), path, key.span(), "release " + Quoted.of(key.text()));
      if (fields == null) {
        return null;
      }
      file = fields.required("file", values::file);
      hosts = fields.optional("hosts", values.measures().number(0, Measures.MAX_HOSTS));
      installedIn = fields.optional("installed-in", this::environments);
    } else {
      file = values.file(entry.value(), path + ".file");
    }
    return version == null || file == null
        ? null
        : new FieldRelease(
            version,
            file,
            hosts == null ? FieldRelease.UNSTATED : hosts,
            installedIn == null
                ? List.of()
                : installedIn.stream().map(Located::value).distinct().toList());
  }

  private @Nullable List<Located<String>> environments(Node node, String path) {
    @Nullable List<Located<String>> names = values.listOrOne(node, path, values::locatedText);
    if (names != null) {
      installations.addAll(names);
    }
    return names;
  }

  private Artifact.@Nullable Format format(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "format");
    if (fields == null) {
      return null;
    }
    @Nullable Command command =
        fields.optional("command", new CommandReader(findings, values)::command);
    @Nullable String schema = fields.optional("json-schema", values::file);
    if (fields.has("command") == fields.has("json-schema")) {
      findings.addFor(
          path,
          node.span(),
          fields.has("command") ? "format has two validators" : "format has no validator",
          "either command or json-schema");
      return null;
    }
    if (command != null) {
      return new Artifact.Format.ValidatorCommand(command);
    }
    return schema == null ? null : new Artifact.Format.JsonSchema(schema);
  }

  private @Nullable FieldRelease floor(Node node, String path, Fields owner) {
    @Nullable Fields fields = Fields.of(findings, node, path, owner.span("floor"), "floor");
    if (fields == null) {
      return null;
    }
    @Nullable Version version = fields.required("version", values::version);
    @Nullable String file = fields.required("file", values::file);
    return version == null || file == null
        ? null
        : new FieldRelease(version, file, FieldRelease.UNSTATED, List.of());
  }

  private Artifact.@Nullable Verbs verbs(Fields verbs) {
    @Nullable Command install =
        verbs.optional("install", new CommandReader(findings, values)::command);
    @Nullable Command take = verbs.required("take", new CommandReader(findings, values)::command);
    @Nullable Command inForce =
        verbs.required("in-force", new CommandReader(findings, values)::command);
    @Nullable Command probe = verbs.optional("probe", new CommandReader(findings, values)::command);
    @Nullable Command healthy =
        verbs.optional("healthy", new CommandReader(findings, values)::command);
    return take == null || inForce == null
        ? null
        : new Artifact.Verbs(install, take, inForce, probe, healthy);
  }

  private List<KnownBadDraft> knownBad(Fields fields) {
    @Nullable List<KnownBadDraft> controls = fields.optional("known-bad", this::controls);
    return controls == null ? List.of() : controls;
  }

  private @Nullable List<KnownBadDraft> controls(Node node, String path) {
    return switch (node) {
      case Node.Sequence list -> {
        List<KnownBadDraft> controls = new ArrayList<>();
        for (Node item : list.items()) {
          @Nullable Fields fields =
              Fields.of(findings, item, path, item.span(), "a known-bad release");
          if (fields != null) {
            controls.add(
                new KnownBadDraft(
                    fields,
                    fields.required("release", values::version),
                    fields.requiredLocated("file", values::file),
                    fields.requiredLocated("goes-red", values::text),
                    fields.located("with", values::version)));
          }
        }
        yield controls;
      }
      case Node.Mapping _ -> {
        values.wrongShape(node, "a mapping", path);
        yield null;
      }
      case Node.Scalar _ -> {
        values.wrongShape(node, "a single value", path);
        yield null;
      }
      case Node.Broken _ -> null;
    };
  }
}
