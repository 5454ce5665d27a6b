package dev.sluice.server.ledger.audit;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Chain;
import dev.sluice.server.ledger.LedgerJson;
import dev.sluice.server.ledger.Line;
import dev.sluice.server.ledger.Lines;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import dev.sluice.trust.proof.Envelope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A product's log as JSON Lines: the lines, then a DSSE envelope over its head. Whoever has the
 * public key can examine it without the server; see {@code docs/formats/event.md}.
 */
public final class LogExport {
  public static final String PAYLOAD_TYPE = "application/vnd.sluice.log-head+json";

  private static final int AT_ONCE = 1000;
  private static final int LONGEST_LINE = 16 << 20;

  private LogExport() {}

  /** What looking at an export came to. */
  public sealed interface Examined {
    /** It is whole, and these keys of those that are trusted signed its head. */
    record Sound(Head head, List<LabPublicKey> signedBy) implements Examined {}

    /** It is not to be believed. */
    record Unsound(String sentence) implements Examined {}
  }

  /**
   * Writes all of a product's log.
   *
   * @throws IOException when the stream fails
   */
  public static void write(
      Lines lines, ProductName product, LabKey key, Instant now, OutputStream out)
      throws IOException {
    long number = 0;
    Digest hash = Chain.before(product);
    List<Line> part;
    do {
      part = lines.lines(product, number, AT_ONCE);
      for (Line line : part) {
        writeLine(out, LedgerJson.MAPPER.writeValueAsBytes(line));
        number = line.number();
        hash = new Digest(line.hash());
      }
    } while (part.size() == AT_ONCE);
    byte[] head = LedgerJson.MAPPER.writeValueAsBytes(new Head(product, number, hash, now));
    out.write(Envelope.sign(PAYLOAD_TYPE, head, List.of(key)).bytes());
    out.flush();
  }

  private static void writeLine(OutputStream out, byte[] json) throws IOException {
    out.write(json);
    out.write('\n');
  }

  /**
   * Examines an export.
   *
   * @param trusted whose signature is believed
   * @param kept a head that the log must have; null for none
   * @throws IOException when the stream fails
   */
  public static Examined examine(
      InputStream export, List<LabPublicKey> trusted, @Nullable KeptHead kept) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(export, StandardCharsets.UTF_8))) {
      @Nullable ChainCheck check = null;
      @Nullable String text = nextLine(in);
      while (text != null) {
        @Nullable String following = nextLine(in);
        if (following == null) {
          return end(text, check, trusted, kept);
        }
        Line line = LedgerJson.MAPPER.readValue(text, Line.class);
        if (check == null) {
          check = new ChainCheck(new ProductName(line.product()), List.of());
        }
        check.next(line);
        if (check.end() instanceof Finding.Changed changed) {
          return new Examined.Unsound(changed.sentence());
        }
        if (kept != null && kept.number() == line.number() && !kept.hash().equals(line.hash())) {
          return new Examined.Unsound(kept.exchanged());
        }
        text = following;
      }
      return new Examined.Unsound("the export is empty");
    } catch (JacksonException e) {
      return new Examined.Unsound("a line is no entry of a log: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      return new Examined.Unsound("a line is no entry of a log: " + e.getMessage());
    }
  }

  private static Examined end(
      String last,
      @Nullable ChainCheck check,
      List<LabPublicKey> trusted,
      @Nullable KeptHead kept) {
    Envelope envelope;
    try {
      envelope = Envelope.read(last.getBytes(StandardCharsets.UTF_8), LONGEST_LINE);
    } catch (MalformedInput e) {
      return new Examined.Unsound(
          "its last line is no signed head, so its end may be cut off: " + e.sentence());
    }
    if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
      return new Examined.Unsound("its last line signs something else than a log's head");
    }
    List<LabPublicKey> signedBy = envelope.signedBy(trusted);
    if (signedBy.isEmpty()) {
      return new Examined.Unsound("no key that is trusted signed its head");
    }
    Head head = LedgerJson.MAPPER.readValue(envelope.payload(), Head.class);
    ChainCheck all = check == null ? new ChainCheck(head.product(), List.of()) : check;
    if (!all.product().equals(head.product())
        || !all.end().equals(new Finding.Whole(head.number(), head.hash()))) {
      return new Examined.Unsound(
          "its signed head is event %d of %s, and its lines end with event %d of %s"
              .formatted(head.number(), head.product(), all.end().entries(), all.product()));
    }
    return kept != null && kept.number() > head.number()
        ? new Examined.Unsound(kept.cutOff(head.number()))
        : new Examined.Sound(head, signedBy);
  }

  private static @Nullable String nextLine(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) >= 0 && c != '\n') {
      if (line.length() == LONGEST_LINE) {
        throw new IllegalArgumentException(
            "it is longer than %d characters".formatted(LONGEST_LINE));
      }
      line.append((char) c);
    }
    return c < 0 && line.isEmpty() ? null : line.toString();
  }
}
