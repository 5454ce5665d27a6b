package dev.sluice.trust.proof;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.trust.canonical.CombinationJson;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.JsonReader;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.canonical.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads statements that {@link StatementJson} of this format wrote, in any writing of JSON. As
 * in-toto asks of a reader, fields it does not know are passed over: none of them can turn a
 * refusal into a proof. Only bytes that a trusted key signed come here, and those of {@link
 * Proof#unverified}, whose caller believes nothing of them.
 */
final class StatementReader {
  private static final int LIMIT = Proof.LIMIT;

  private StatementReader() {}

  static Statement read(byte[] payload) throws MalformedInput {
    Json.Fields statement = JsonReader.readFields(payload, LIMIT);
    expect("_type", StatementJson.STATEMENT_TYPE, statement);
    expect("predicateType", StatementJson.PREDICATE_TYPE, statement);
    Json.Fields predicate = statement.fields("predicate");
    long format = predicate.whole(StatementJson.FORMAT_FIELD);
    if (format != StatementJson.FORMAT) {
      throw new MalformedInput("proof format " + format + " is not known here; 1 is");
    }
    try {
      Statement read = read(predicate);
      Digest proven = CombinationJson.of(read.combination()).digest();
      if (!proven.equals(subject(statement))) {
        throw new MalformedInput("its subject is not the combination of the parts that it lists");
      }
      return read;
    } catch (IllegalArgumentException e) {
      // The records refuse what cannot be stated; here their words are about a stranger's file.
      throw new MalformedInput(PlainText.shown(String.valueOf(e.getMessage())));
    }
  }

  private static Digest subject(Json.Fields statement) throws MalformedInput {
    List<Json> subjects = statement.items("subject");
    if (subjects.size() != 1) {
      throw new MalformedInput(
          "it has " + subjects.size() + " subjects; a proof has one, the combination");
    }
    Json.Fields subject = asFields(subjects.getFirst(), "the subject");
    expect("name", CombinationJson.FILE_NAME, subject);
    return digest(subject);
  }

  private static Statement read(Json.Fields predicate) throws MalformedInput {
    if (predicate.has("warnedTests") && !predicate.items("warnedTests").isEmpty()) {
      throw new MalformedInput("checks that only warned are not known in proof format 1");
    }
    Descriptors found = Descriptors.of(predicate.items("configuration"));
    Set<ArtifactName> oneWay = new HashSet<>();
    Release application = part(found.only("application"), oneWay);
    List<Release> data = new ArrayList<>();
    for (Json.Fields one : found.all("data")) {
      data.add(part(one, oneWay));
    }
    Json.Fields environment = found.only("environment");
    Json.Fields pipeline = found.only("pipeline");
    return new Statement(
        new Statement.Run(
            result(predicate.text("result")),
            instant(environment.fields("annotations").text("run-ended")),
            texts(predicate, "passedTests"),
            texts(predicate, "failedTests")),
        new Combination(application, data),
        oneWay,
        suite(found.only("suite")),
        environment(environment),
        new Statement.PipelineFile(
            digest(pipeline), pipelineFormat(pipeline.fields("annotations"))));
  }

  private static int pipelineFormat(Json.Fields annotations) throws MalformedInput {
    long format = annotations.whole("format");
    if (format != (int) format) {
      throw new MalformedInput("pipeline file format " + format);
    }
    return (int) format;
  }

  private static Release part(Json.Fields descriptor, Set<ArtifactName> oneWay)
      throws MalformedInput {
    Json.Fields annotations = descriptor.fields("annotations");
    ArtifactName artifact = new ArtifactName(descriptor.text("name"));
    if (annotations.has("stood-for-reverts")) {
      expect("stood-for-reverts", Statement.RECOVERS_FORWARD, annotations);
      oneWay.add(artifact);
    }
    return new Release(
        artifact,
        new Version(annotations.text("version")),
        digest(descriptor),
        annotations.whole("size"));
  }

  private static Statement.Suite suite(Json.Fields descriptor) throws MalformedInput {
    List<Statement.NegativeControl> controls = new ArrayList<>();
    for (Json one : descriptor.fields("annotations").items("negative-controls")) {
      Json.Fields control = asFields(one, "a negative control");
      String lastRed = control.text("last-red");
      controls.add(
          new Statement.NegativeControl(
              new ArtifactName(control.text("artifact")),
              new Version(control.text("version")),
              control.text("goes-red"),
              control.has("with") ? new Version(control.text("with")) : null,
              lastRed.equals(StatementJson.NEVER) ? null : instant(lastRed)));
    }
    return new Statement.Suite(descriptor.text("name"), digest(descriptor), controls);
  }

  private static Statement.Environment environment(Json.Fields descriptor) throws MalformedInput {
    Json.Fields annotations = descriptor.fields("annotations");
    Json.Fields facts = annotations.fields("stands-for");
    SortedMap<String, String> standsFor = new TreeMap<>();
    for (String fact : facts.byName().keySet()) {
      standsFor.put(fact, facts.text(fact));
    }
    return new Statement.Environment(
        descriptor.text("name"),
        digest(descriptor),
        annotations.has("kernel-sha256") ? new Digest(annotations.text("kernel-sha256")) : null,
        standsFor,
        new Statement.Machine(
            annotations.text("driver"),
            annotations.text("driver-version"),
            annotations.has("accelerator") ? annotations.text("accelerator") : null,
            annotations.text("isolation"),
            annotations.has(StatementJson.UNENFORCED)
                ? texts(annotations, StatementJson.UNENFORCED)
                : List.of()));
  }

  private static Result result(String word) throws MalformedInput {
    return switch (word) {
      case "PASSED" -> Result.PASSED;
      case "FAILED" -> Result.FAILED;
      default ->
          throw new MalformedInput(
              "its result is " + PlainText.quoted(word) + ", neither PASSED nor FAILED");
    };
  }

  private static Instant instant(String text) throws MalformedInput {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new MalformedInput(PlainText.quoted(text) + " is not a time in UTC");
    }
  }

  private static void expect(String name, String value, Json.Fields in) throws MalformedInput {
    String read = in.text(name);
    if (!read.equals(value)) {
      throw new MalformedInput(
          "field \"" + name + "\" is " + PlainText.quoted(read) + "; known here is " + value);
    }
  }

  private static Digest digest(Json.Fields descriptor) throws MalformedInput {
    return new Digest(descriptor.fields("digest").text("sha256"));
  }

  private static List<String> texts(Json.Fields in, String name) throws MalformedInput {
    List<String> texts = new ArrayList<>();
    for (Json one : in.items(name)) {
      if (!(one instanceof Json.Text(var text))) {
        throw new MalformedInput("field \"" + name + "\" lists something other than text");
      }
      texts.add(text);
    }
    return texts;
  }

  private static Json.Fields asFields(Json json, String what) throws MalformedInput {
    if (json instanceof Json.Fields fields) {
      return fields;
    }
    throw new MalformedInput(what + " is not an object");
  }

  /** The descriptors of {@code configuration} by the kind that we annotate; others are not ours. */
  private record Descriptors(Map<String, List<Json.Fields>> byKind) {
    static Descriptors of(List<Json> configuration) throws MalformedInput {
      Map<String, List<Json.Fields>> byKind = new HashMap<>();
      for (Json one : configuration) {
        Json.Fields descriptor = asFields(one, "a descriptor in its configuration");
        if (descriptor.has("annotations") && descriptor.fields("annotations").has("kind")) {
          String kind = descriptor.fields("annotations").text("kind");
          byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(descriptor);
        }
      }
      return new Descriptors(byKind);
    }

    List<Json.Fields> all(String kind) {
      return byKind.getOrDefault(kind, List.of());
    }

    Json.Fields only(String kind) throws MalformedInput {
      List<Json.Fields> found = all(kind);
      if (found.size() != 1) {
        throw new MalformedInput(
            "its configuration has " + found.size() + " descriptors of kind " + kind + ", not one");
      }
      return found.getFirst();
    }
  }
}
