package dev.sluice.server.client;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** A product's content by digest. */
public final class ContentClient {
  private final Calls calls;
  private final ProductName product;

  ContentClient(Calls calls, ProductName product) {
    this.calls = calls;
    this.product = product;
  }

  /** How many bytes are stored under a digest; empty when it is not there whole. */
  public OptionalLong size(Digest digest) throws IOException, InterruptedException {
    return calls
        .exchange()
        .call(
            Ask.head(path(digest)),
            Set.of(404),
            answer ->
                answer.status() == 404
                    ? OptionalLong.empty()
                    : OptionalLong.of(answer.number("Content-Length").orElse(0)));
  }

  /** Stores bytes that are in memory. */
  public Digest upload(byte[] bytes) throws IOException, InterruptedException {
    return new Upload(calls.exchange(), this::path).of(Source.of(bytes), Moved.UNSEEN);
  }

  /**
   * Stores a file's bytes: what is there already is not sent, and after a broken connection it goes
   * on where the server has it.
   */
  public Digest upload(Path file, Moved moved) throws IOException, InterruptedException {
    return new Upload(calls.exchange(), this::path).of(Source.of(file), moved);
  }

  /**
   * Fetches content into a file, which is there whole and verified, or not at all. What an earlier
   * call left beside it is used; so two callers must not fetch into one place at once.
   *
   * @param most bytes that are taken
   */
  public void download(Digest digest, long most, Path into, Moved moved)
      throws IOException, InterruptedException {
    new Download(calls.exchange(), path(digest)).of(digest, most, into, moved);
  }

  private String path(Digest digest) {
    return Ask.path("products", product.value(), "content", digest.hex());
  }
}
