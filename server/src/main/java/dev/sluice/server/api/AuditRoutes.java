package dev.sluice.server.api;

import dev.sluice.server.access.Permission;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Lines;
import dev.sluice.server.ledger.audit.Audit;
import dev.sluice.server.ledger.audit.Finding;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.ledger.audit.LogExport;
import dev.sluice.server.wire.WireAudit;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether the log is what it was, and all of it to take away. */
public final class AuditRoutes implements Routes {
  private static final String AUDIT = "/products/{product}/audit";

  private final Lines lines;
  private final List<Kept> kept;
  private final LabKey key;
  private final Path folder;
  private final InstantSource clock;

  /** Where heads were kept. */
  @FunctionalInterface
  public interface Kept {
    List<Head> read() throws IOException;
  }

  /**
   * The routes.
   *
   * @param key signs the head of an export
   * @param folder for exports that are being sent
   */
  public AuditRoutes(Lines lines, List<Kept> kept, LabKey key, Path folder, InstantSource clock) {
    this.lines = lines;
    this.kept = List.copyOf(kept);
    this.key = key;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(AUDIT, Permission.READ, this::verify),
        Route.get(AUDIT + "/export", Permission.READ, this::export));
  }

  private Answer verify(Request request) throws IOException {
    ProductName product = request.product();
    List<Head> heads = new ArrayList<>();
    for (Kept place : kept) {
      heads.addAll(place.read());
    }
    @Nullable Given given = request.query("head").map(Given::of).orElse(null);
    return Answer.ok(
        switch (new Audit(lines).verify(product, heads)) {
          case Finding.Whole(long entries, var head) -> {
            @Nullable String wrong = given == null ? null : given.wrong(lines, product, entries);
            yield new WireAudit(wrong == null, entries, entries == 0 ? null : head.hex(), wrong);
          }
          case Finding.Changed(long entries, long _, var sentence) ->
              new WireAudit(false, entries, null, sentence);
        });
  }

  /** A head that the caller has kept: {@code NUMBER:HASH}. */
  private record Given(long number, String hash) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

    static Given of(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw Problems.malformed("?head= takes NUMBER:HASH, as a head has them");
      }
      return new Given(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    /** What does not fit; null when it does. */
    @Nullable String wrong(Lines lines, ProductName product, long entries) {
      if (number > entries) {
        return "the log ends with event %d, and the head that was given is of event %d: its end was cut off"
            .formatted(entries, number);
      }
      return lines.lines(product, number - 1, 1).getFirst().hash().equals(hash)
          ? null
          : "event %d is not the one of the head that was given: the log was written anew"
              .formatted(number);
    }
  }

  private Answer export(Request request) throws IOException {
    ProductName product = request.product();
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "export", null);
    try (OutputStream out = Files.newOutputStream(file)) {
      LogExport.write(lines, product, key, clock.instant(), out);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    long length = Files.size(file);
    // Open and gone: whatever becomes of the answer, nothing is left.
    InputStream in = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
    return Answer.stream("application/jsonl", length, () -> in);
  }
}
