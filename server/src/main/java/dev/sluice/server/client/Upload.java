package dev.sluice.server.client;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Sends content in pieces, and after a broken connection goes on with what the server lacks. */
final class Upload {
  /** A piece: half of what the server takes in one request. */
  static final int PIECE = 8 << 20;

  private static final String OFFSET = "Upload-Offset";

  private final Exchange exchange;
  private final Function<Digest, String> paths;

  Upload(Exchange exchange, Function<Digest, String> paths) {
    this.exchange = exchange;
    this.paths = paths;
  }

  /** How much of it the server has. */
  private record Has(long offset, boolean whole) {}

  Digest of(Source source, Moved moved) throws IOException, InterruptedException {
    String path = paths.apply(source.digest());
    Has has = asked(path, source);
    int failures = 0;
    while (!has.whole()) {
      moved.to(has.offset(), source.size());
      byte[] piece = piece(source, has.offset());
      Has next;
      try {
        next = sent(path, source, has.offset(), piece);
      } catch (ProblemException e) {
        if (e.status() == 422 && !source.isUnchanged()) {
          throw new IOException("the file was changed while it was sent; send it again", e);
        }
        throw e;
      } catch (ServerException e) {
        throw e;
      } catch (IOException e) {
        failures++;
        if (failures >= exchange.patience().tries()) {
          throw exchange.unreachable(e);
        }
        exchange.patience().pause().take(exchange.patience().after(failures));
        next = asked(path, source);
      }
      if (next.whole() || next.offset() > has.offset()) {
        failures = 0;
      } else {
        // A server that forgets what it has would have us send for ever.
        failures++;
        if (failures >= exchange.patience().tries()) {
          throw new AnswerException(
              "the server does not get beyond %,d of %,d bytes"
                  .formatted(has.offset(), source.size()),
              null);
        }
      }
      has = next;
    }
    moved.to(source.size(), source.size());
    return source.digest();
  }

  private Has asked(String path, Source source) throws IOException, InterruptedException {
    return exchange.call(
        Ask.head(path),
        Set.of(404),
        answer -> {
          if (answer.status() == 404) {
            return has(answer, source);
          }
          OptionalLong stored = answer.number("Content-Length");
          if (stored.isPresent() && stored.getAsLong() != source.size()) {
            throw new AnswerException(
                "the server has %,d bytes under the digest of %,d"
                    .formatted(stored.getAsLong(), source.size()),
                null);
          }
          return new Has(source.size(), true);
        });
  }

  private static byte[] piece(Source source, long from) throws IOException {
    int length = (int) Math.min(PIECE, source.size() - from);
    byte[] piece = source.piece(from, length);
    if (piece.length != length) {
      throw new IOException(
          "the file became shorter than %,d bytes while it was sent; send it again"
              .formatted(source.size()));
    }
    return piece;
  }

  private Has sent(String path, Source source, long from, byte[] piece)
      throws IOException, InterruptedException {
    Ask ask =
        new Ask(
            "PUT",
            path,
            Map.of(
                "Content-Type",
                "application/octet-stream",
                "Upload-Length",
                String.valueOf(source.size()),
                OFFSET,
                String.valueOf(from)),
            BodyPublishers.ofByteArray(piece),
            Ask.Repeats.NO,
            null);
    return exchange.once(
        ask,
        Set.of(409),
        answer ->
            answer.status() == 202 || answer.status() == 409
                ? has(answer, source)
                : new Has(source.size(), true));
  }

  private static Has has(Answer answer, Source source) throws AnswerException {
    long offset = answer.number(OFFSET).orElse(0);
    if (offset > source.size()) {
      throw new AnswerException(
          "the server says that it has %,d of %,d bytes".formatted(offset, source.size()), null);
    }
    return new Has(offset, false);
  }
}
