package dev.sluice.proving.format;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.model.pipeline.Artifact.Format;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Judges a candidate file by the format its artifact declares. */
public final class FormatCheck {
  /** A document to be held against a JSON Schema is read whole. */
  private static final long DOCUMENT_BOUND = 64L * 1024 * 1024;

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
    List<Error> errors;
    try {
      if (Files.size(candidate) > DOCUMENT_BOUND) {
        return refused("is larger than a JSON document may be here (64 MiB)");
      }
      String text = Files.readString(candidate, StandardCharsets.UTF_8);
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      Schema schema =
          registry.getSchema(
              Files.readString(schemaFile, StandardCharsets.UTF_8), InputFormat.JSON);
      errors = schema.validate(text, InputFormat.JSON);
    } catch (java.nio.charset.CharacterCodingException e) {
      return refused("is not UTF-8 text");
    } catch (JacksonException e) {
      return refused("is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return new Outcome.Broken("the format could not be checked: " + e);
    }
    return errors.isEmpty()
        ? new Outcome.Passed()
        : refused(
            "does not match the schema at "
                + errors.getFirst().getInstanceLocation()
                + ": "
                + errors.getFirst().getMessage());
  }

  private static Outcome refused(String what) {
    return new Outcome.NotShown(new Cause(Cause.FORMAT, "the file " + what, List.of()));
  }
}
