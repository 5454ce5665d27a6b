package dev.sluice.proving.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.model.pipeline.Artifact.Format;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FormatCheckTest {
  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["version"],
        "additionalProperties": false,
        "properties": {
          "version": { "type": "integer", "minimum": 1 },
          "rules": { "type": "array", "items": { "type": "string" } }
        }
      }
      """;

  @TempDir private Path folder;
  private Workplace workplace;

  @BeforeEach
  void open() throws IOException {
    workplace = Workplace.open(folder.resolve("work"));
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private Outcome check(String schema, byte[] candidate) throws Exception {
    Files.writeString(folder.resolve("schema.json"), schema);
    Path file = Files.write(folder.resolve("candidate"), candidate);
    return FormatCheck.check(new Format.JsonSchema("schema.json"), file, folder, workplace);
  }

  private Outcome check(String candidate) throws Exception {
    return check(SCHEMA, candidate.getBytes(StandardCharsets.UTF_8));
  }

  private static String refusal(Outcome outcome) {
    if (outcome instanceof Outcome.NotShown(var cause)) {
      assertThat(cause.code()).isEqualTo(Cause.FORMAT);
      return cause.what();
    }
    throw new AssertionError("not refused: " + outcome);
  }

  @Test
  void aDocumentThatMatchesItsSchemaPasses() throws Exception {
    assertThat(check("{\"version\": 291, \"rules\": [\"a\"]}")).isEqualTo(new Outcome.Passed());
  }

  @Test
  void aDocumentThatDoesNotIsRefusedWithThePlace() throws Exception {
    assertThat(refusal(check("{\"version\": 291, \"rules\": [\"a\", 2]}")))
        .startsWith("the file does not match the schema at /rules/1: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{\"version\": 1", "version: 1", "{\"version\": 1} x", "\u0000"})
  void whatIsNoJsonIsRefused(String candidate) throws Exception {
    assertThat(refusal(check(candidate))).startsWith("the file ");
  }

  @Test
  void whatIsNoTextIsRefused() throws Exception {
    assertThat(refusal(check(SCHEMA, new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"'})))
        .isEqualTo("the file is not UTF-8 text");
  }

  @Test
  void whatIsNestedWithoutEndIsRefused() throws Exception {
    assertThat(refusal(check("[".repeat(1_000_000)))).startsWith("the file is not JSON: ");
  }

  @Test
  void aKeyTwiceIsRefused() throws Exception {
    // Whoever loads it may take the other of the two.
    assertThat(refusal(check("{\"version\": 1, \"version\": 2}"))).startsWith("the file ");
  }

  @Test
  void whatIsTooLargeToReadIsRefusedUnread() throws Exception {
    Files.writeString(folder.resolve("schema.json"), SCHEMA);
    Path file = folder.resolve("candidate");
    try (FileChannel sparse =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      sparse.write(ByteBuffer.wrap(new byte[1]), 64L << 20);
    }

    assertThat(
            refusal(
                FormatCheck.check(new Format.JsonSchema("schema.json"), file, folder, workplace)))
        .isEqualTo("the file is larger than a JSON document may be here (64 MiB)");
  }

  @Test
  void whatTheDocumentSaysCannotReachATerminalAsControlCharacters() throws Exception {
    assertThat(refusal(check("{\"version\": 1, \"\\u001b[2Jx\\u0007\": 1}")))
        .doesNotContain("\u001b", "\u0007");
  }

  @Test
  void aSchemaThatRefersElsewhereIsNotFetched() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      String schema =
          "{\"$ref\": \"http://127.0.0.1:" + server.getAddress().getPort() + "/other.json\"}";

      Outcome outcome = check(schema, "{}".getBytes(StandardCharsets.UTF_8));

      assertThat(asked).hasValue(0);
      assertThat(outcome).isInstanceOf(Outcome.Broken.class);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "no json", "{\"$ref\": \"#/nowhere\"}", "{\"$ref\": \"other.json\"}"})
  void aBrokenSchemaIsNotTheCandidatesFault(String schema) throws Exception {
    assertThat(check(schema, "{\"version\": 1}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Outcome.Broken.class);
  }

  @Test
  void aSchemaThatIsNotThereCouldNotTell() throws Exception {
    Path file = Files.writeString(folder.resolve("candidate"), "{}");

    assertThat(FormatCheck.check(new Format.JsonSchema("absent.json"), file, folder, workplace))
        .isInstanceOf(Outcome.Broken.class);
  }

  @Test
  void aValidatorCommandIsRunInTheSandbox() throws Exception {
    Path file = Files.writeString(folder.resolve("candidate"), "{}");

    assertThat(
            FormatCheck.check(
                new Format.ValidatorCommand(
                    new Command(List.of("sh", "-c", "[ \"$1\" = /candidate ]", "sh"))),
                file,
                folder,
                workplace))
        .isEqualTo(new Outcome.Passed());
  }
}
