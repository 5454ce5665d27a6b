package dev.sluice.server.client;

import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WirePage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** Calls that all parts of the API make. */
final class Calls {
  private static final int MOST_ON_A_PAGE = 200;

  private final Exchange exchange;

  Calls(Exchange exchange) {
    this.exchange = exchange;
  }

  Exchange exchange() {
    return exchange;
  }

  <T> T read(Ask ask, Class<T> type) throws IOException, InterruptedException {
    return exchange.call(ask, Set.of(), answer -> record(answer, type));
  }

  static <T> T record(Answer answer, Class<T> type) throws IOException {
    return present(Wire.LENIENT.readValue(answer.bytes(Wire.LIMIT), type));
  }

  <T> WirePage<T> page(String path, @Nullable String cursor, Class<T> type)
      throws IOException, InterruptedException {
    Map<String, @Nullable String> query = new LinkedHashMap<>();
    query.put("limit", String.valueOf(MOST_ON_A_PAGE));
    query.put("cursor", cursor);
    JavaType page = Wire.LENIENT.getTypeFactory().constructParametricType(WirePage.class, type);
    return exchange.call(
        Ask.get(Ask.query(path, query)),
        Set.of(),
        answer -> {
          WirePage<T> read = Wire.LENIENT.readValue(answer.bytes(Wire.LIMIT), page);
          return present(read);
        });
  }

  /** The word {@code null} is JSON too. */
  private static <T> T present(@Nullable T value) throws AnswerException {
    if (value == null) {
      throw new AnswerException("the server answered nothing", null);
    }
    return value;
  }

  void send(Ask ask) throws IOException, InterruptedException {
    var _ = exchange.call(ask, Set.of(), _ -> true);
  }

  /** False for a conflict: what is asked for is no longer so. */
  boolean sendUnlessConflict(Ask ask) throws IOException, InterruptedException {
    return exchange.call(ask, Set.of(409), answer -> answer.status() != 409);
  }

  /** Copies an answer, of at most {@code most} bytes, to a file beside it and then in its place. */
  void save(Ask ask, long most, Path into) throws IOException, InterruptedException {
    Path beside = into.resolveSibling("." + into.getFileName() + ".part");
    try {
      var _ =
          exchange.call(
              ask,
              Set.of(),
              answer -> {
                copy(answer, most, beside);
                return true;
              });
      Durable.move(beside, into);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Copies an answer to a file.
   *
   * @throws UncheckedIOException when this machine's disk fails; another try would not help
   */
  private static void copy(Answer answer, long most, Path into) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long all = 0;
    try (OutputStream out = opened(into)) {
      for (int read = answer.body().read(buffer); read >= 0; read = answer.body().read(buffer)) {
        all += read;
        if (all > most) {
          throw new AnswerException(
              "the server sends more than %,d bytes, the most that is taken here".formatted(most),
              null);
        }
        write(out, buffer, read);
      }
    }
  }

  private static OutputStream opened(Path file) {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int count) {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] json(Object record) {
    return Wire.LENIENT.writeValueAsBytes(record);
  }
}
