package dev.sluice.proving.workplace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that a process or console printed, kept within a bound: the first half and the last half of
 * what the bound allows, with a line between that says how much is missing. Safe for one writer and
 * any readers.
 */
public final class Transcript {
  private final byte[] head;
  private final byte[] tail;
  private long written;

  /**
   * An empty transcript.
   *
   * @param bound in bytes, even and positive
   */
  public Transcript(int bound) {
    head = new byte[bound / 2];
    tail = new byte[bound / 2];
  }

  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; ) {
      if (written < head.length) {
        int n = (int) Math.min(length - i, head.length - written);
        System.arraycopy(bytes, offset + i, head, (int) written, n);
        written += n;
        i += n;
      } else {
        int at = (int) ((written - head.length) % tail.length);
        int n = Math.min(length - i, tail.length - at);
        System.arraycopy(bytes, offset + i, tail, at, n);
        written += n;
        i += n;
      }
    }
  }

  /** Reads to the end of the stream; what exceeds the bound is dropped, never waited for. */
  public void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n; (n = in.read(buffer)) >= 0; ) {
      write(buffer, 0, n);
    }
  }

  /** Bytes written so far, the dropped ones included. */
  public synchronized long written() {
    return written;
  }

  /** What was kept; bytes that are not UTF-8 become replacement characters. */
  public synchronized String text() {
    // Put together before they are decoded: a character may lie across any of the seams.
    var bytes = new ByteArrayOutputStream();
    bytes.write(head, 0, (int) Math.min(written, head.length));
    long beyond = written - head.length;
    if (beyond > tail.length) {
      int start = (int) (beyond % tail.length);
      bytes.writeBytes(
          ("\n[… " + (beyond - tail.length) + " bytes not kept …]\n")
              .getBytes(StandardCharsets.UTF_8));
      bytes.write(tail, start, tail.length - start);
      bytes.write(tail, 0, start);
    } else if (beyond > 0) {
      bytes.write(tail, 0, (int) beyond);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
