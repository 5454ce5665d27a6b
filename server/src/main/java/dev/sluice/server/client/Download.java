package dev.sluice.server.client;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches content by its digest, and after a broken connection only what is not here yet. */
final class Download {
  private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/[0-9]+");
  private static final int BUFFER = 64 * 1024;

  private final Exchange exchange;
  private final String path;

  Download(Exchange exchange, String path) {
    this.exchange = exchange;
    this.path = path;
  }

  void of(Digest digest, long most, Path into, Moved moved)
      throws IOException, InterruptedException {
    Path part = into.resolveSibling("." + into.getFileName() + "." + digest.hex() + ".part");
    try {
      boolean continued = Files.exists(part) && Files.size(part) > 0;
      Digest fetched = fetched(part, most, moved);
      if (!fetched.equals(digest) && continued) {
        // What an earlier call left may be rubbish after a power cut.
        Files.delete(part);
        fetched = fetched(part, most, moved);
      }
      if (!fetched.equals(digest)) {
        Files.delete(part);
        throw new AnswerException(
            "what the server sends for %s has another digest, %s; nothing of it was kept"
                .formatted(digest.abbreviated(), fetched.abbreviated()),
            null);
      }
      Durable.move(part, into);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Fetches what is missing; gives the digest of the whole. */
  private Digest fetched(Path part, long most, Moved moved)
      throws IOException, InterruptedException {
    MessageDigest sha = FileBytes.sha256();
    long here = Files.exists(part) ? FileBytes.feed(part, sha) : 0;
    int failures = 0;
    while (true) {
      var progress = new Part(part, most, moved, sha, here);
      try {
        Ask ask = Ask.get(path).with("Accept", "application/octet-stream, */*;q=0.1");
        // 416: nothing is missing.
        var _ =
            exchange.once(
                here == 0 ? ask : ask.with("Range", "bytes=" + here + "-"),
                Set.of(416),
                progress::take);
        return FileBytes.digest(sha);
      } catch (ServerException e) {
        throw e;
      } catch (IOException e) {
        failures = progress.here > here ? 1 : failures + 1;
        here = progress.here;
        if (failures >= exchange.patience().tries()) {
          throw exchange.unreachable(e);
        }
        exchange.patience().pause().take(exchange.patience().after(failures));
      }
    }
  }

  /** The file as it grows. */
  private static final class Part {
    private final Path file;
    private final long most;
    private final Moved moved;
    private final MessageDigest sha;
    private long here;

    Part(Path file, long most, Moved moved, MessageDigest sha, long here) {
      this.file = file;
      this.most = most;
      this.moved = moved;
      this.sha = sha;
      this.here = here;
    }

    boolean take(Answer answer) throws IOException {
      if (answer.status() == 416) {
        return true;
      }
      if (answer.status() == 200 && here > 0) {
        truncate();
      } else if (answer.status() == 206) {
        Matcher range = RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != here) {
          throw new AnswerException("the server sends another part than was asked for", null);
        }
      }
      OptionalLong coming = answer.number("Content-Length");
      long all = here + coming.orElse(0);
      check(all);
      byte[] buffer = new byte[BUFFER];
      try (OutputStream out = opened()) {
        for (int read = answer.body().read(buffer); read >= 0; read = answer.body().read(buffer)) {
          check(here + read);
          write(out, buffer, read);
          sha.update(buffer, 0, read);
          here += read;
          moved.to(here, Math.max(all, here));
        }
      }
      return true;
    }

    private void check(long bytes) throws AnswerException {
      if (bytes > most) {
        throw new AnswerException(
            "the server sends more than %,d bytes, the most that is taken here".formatted(most),
            null);
      }
    }

    private void truncate() {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      sha.reset();
      here = 0;
    }

    private OutputStream opened() {
      try {
        return Files.newOutputStream(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
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
  }
}
