package dev.sluice.acceptance.scenario;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A result as {@code --json} prints it and {@code result.json} keeps it. */
record Result(JsonNode json) {
  static Result of(Ended ended) {
    return new Result(ended.json());
  }

  /** As it is kept: the folder may be moved. */
  Result kept() {
    String evidence = json.path("evidence").asString();
    return new Result(
        JsonMapper.shared()
            .readTree(
                json.toString()
                    .replace(evidence + "/", "")
                    .replace("\"evidence\":\"" + evidence + "\"", "\"evidence\":\".\"")));
  }

  /** The only result below a folder. */
  static Result in(Path out) {
    List<Path> files = Trees.files(out, "/result.json");
    if (files.size() != 1) {
      throw new IllegalStateException("not one result in " + out + ": " + files);
    }
    return new Result(JsonMapper.shared().readTree(files.getFirst().toFile()));
  }

  /** What the published schema has against a result; empty when nothing. */
  static List<String> schemaProblems(String json) {
    Path schema =
        Desk.sources()
            .resolve("proving/src/main/resources/dev/sluice/proving/report/result.schema.json");
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(schema), InputFormat.JSON)
          .validate(json, InputFormat.JSON)
          .stream()
          .map(Object::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String result() {
    return json.path("result").asString();
  }

  String cause() {
    return json.path("cause").asString("");
  }

  List<JsonNode> runs() {
    return json.path("runs").valueStream().toList();
  }

  JsonNode onlyRun() {
    return runs().size() == 1 ? runs().getFirst() : json.path("not one run");
  }

  /** The run with this release of the application. */
  JsonNode with(String application) {
    return runs().stream()
        .filter(run -> run.at("/combination/application/version").asString("").equals(application))
        .findFirst()
        .orElseThrow();
  }

  /** Check names and results of the only run, in order, as {@code boots passed}. */
  List<String> checks() {
    return checks(onlyRun());
  }

  static List<String> checks(JsonNode run) {
    return run.path("checks")
        .valueStream()
        .map(c -> c.path("name").asString() + " " + c.path("result").asString())
        .toList();
  }

  /** The last check of the only run: the one that decided, when it did not pass. */
  String lastCheck() {
    return checks().getLast();
  }
}
