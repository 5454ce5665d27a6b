package dev.sluice.server.api;

import dev.sluice.server.access.Permission;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Lines;
import dev.sluice.server.ledger.audit.Audit;
import dev.sluice.server.ledger.audit.Finding;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.ledger.audit.KeptHead;
import dev.sluice.server.ledger.audit.LogExport;
import dev.sluice.server.wire.WireAudit;
import dev.sluice.trust.key.LabKey;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether the log is what it was, and all of it to take away. */
public final class AuditRoutes implements Routes {
  private static final String AUDIT = "/products/{product}/audit";
  private static final int MOST_EXPORTS = 4;

  private final Lines lines;
  private final List<Kept> kept;
  private final LabKey key;
  private final Path folder;
  private final InstantSource clock;
  // Each has a copy of a whole log on the disk until its reader has taken it.
  private final Semaphore exports = new Semaphore(MOST_EXPORTS);

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
    @Nullable KeptHead given = request.query("head").map(AuditRoutes::head).orElse(null);
    return Answer.ok(
        switch (new Audit(lines).verify(product, heads)) {
          case Finding.Whole(long entries, var head) -> {
            @Nullable String wrong = given == null ? null : wrong(given, product, entries);
            yield new WireAudit(wrong == null, entries, entries == 0 ? null : head.hex(), wrong);
          }
          case Finding.Changed(long entries, long _, var sentence) ->
              new WireAudit(false, entries, null, sentence);
        });
  }

  private static KeptHead head(String text) {
    try {
      return KeptHead.of(text);
    } catch (IllegalArgumentException _) {
      throw Problems.malformed("?head= takes NUMBER:HASH, as a head has them");
    }
  }

  /** What does not fit; null when it does. */
  private @Nullable String wrong(KeptHead head, ProductName product, long entries) {
    if (head.number() > entries) {
      return head.cutOff(entries);
    }
    return lines.lines(product, head.number() - 1, 1).getFirst().hash().equals(head.hash())
        ? null
        : head.exchanged();
  }

  private Answer export(Request request) throws IOException {
    ProductName product = request.product();
    if (!exports.tryAcquire()) {
      throw Problems.unavailable(
          "%d exports are being sent, which is the most; come again once one is done"
              .formatted(MOST_EXPORTS),
          30);
    }
    boolean done = false;
    try {
      Files.createDirectories(folder);
      FileChannel file = nameless();
      try {
        LogExport.write(lines, product, key, clock.instant(), Channels.newOutputStream(file));
        long length = file.size();
        file.position(0);
        done = true;
        return Answer.stream("application/jsonl", length, () -> new Sent(file, exports));
      } finally {
        if (!done) {
          file.close();
        }
      }
    } finally {
      if (!done) {
        exports.release();
      }
    }
  }

  /** What is read of an export; once closed it makes room for another. */
  private static final class Sent extends FilterInputStream {
    private final Semaphore exports;
    private final AtomicBoolean closed = new AtomicBoolean();

    Sent(FileChannel file, Semaphore exports) {
      super(Channels.newInputStream(file));
      this.exports = exports;
    }

    @Override
    public void close() throws IOException {
      if (closed.compareAndSet(false, true)) {
        exports.release();
      }
      super.close();
    }
  }

  /**
   * Open, and gone from its folder: whatever becomes of the answer, nothing is left on the disk.
   */
  private FileChannel nameless() throws IOException {
    Path file = Files.createTempFile(folder, "export", null);
    try {
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(file);
    }
  }
}
