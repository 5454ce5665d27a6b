package dev.sluice.proving.format;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.model.pipeline.Artifact.Format;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.ConsoleTrouble;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges a candidate file by the format its artifact declares. */
public final class FormatCheck {
  /** A document to be held against a JSON Schema is read whole. */
  private static final long DOCUMENT_BOUND = 64L * 1024 * 1024;

  /** Of a key that is there twice, the application may take the one that was not checked. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private FormatCheck() {}

  /**
   * Judges one file.
   *
   * @param candidate the prover's own copy, whose name tells no version
   * @param folder of the pipeline file
   */
  public static Outcome check(Format format, Path candidate, Path folder, Workplace workplace)
      throws InterruptedException {
    return switch (format) {
      case Format.ValidatorCommand(var command) ->
          Sandbox.validate(command, candidate, folder, workplace);
      case Format.JsonSchema(var schema) -> againstSchema(folder.resolve(schema), candidate);
    };
  }

  private static Outcome againstSchema(Path schemaFile, Path candidate) {
    Schema schema;
    try {
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      schema =
          registry.getSchema(
              Files.readString(schemaFile, StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException | JacksonException | SchemaException e) {
      return unusable(schemaFile, e);
    }
    try {
      if (Files.size(candidate) > DOCUMENT_BOUND) {
        return refused("is larger than a JSON document may be here (64 MiB)");
      }
      JsonNode document = STRICT.readTree(Files.readString(candidate, StandardCharsets.UTF_8));
      if (document.isMissingNode()) {
        return refused("is not JSON: there is nothing in it");
      }
      List<Error> errors = schema.validate(document);
      return errors.isEmpty()
          ? new Outcome.Passed()
          : refused(
              "does not match the schema at "
                  + errors.getFirst().getInstanceLocation()
                  + ": "
                  + errors.getFirst().getMessage());
    } catch (CharacterCodingException e) {
      return refused("is not UTF-8 text");
    } catch (JacksonException e) {
      return refused("is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return new Outcome.Broken("the format could not be checked: " + e);
    } catch (SchemaException e) { // references are looked up when they are met
      return unusable(schemaFile, e);
    }
  }

  /** A broken schema says nothing about a candidate. */
  private static Outcome unusable(Path schemaFile, Exception why) {
    return new Outcome.Broken(
        "the schema " + schemaFile + " cannot be used: " + ConsoleTrouble.clean(why.toString()));
  }

  private static Outcome refused(String what) {
    return new Outcome.NotShown(
        new Cause(Cause.FORMAT, "the file " + ConsoleTrouble.clean(what), List.of()));
  }
}
