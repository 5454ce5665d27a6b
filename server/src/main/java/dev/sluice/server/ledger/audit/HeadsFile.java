package dev.sluice.server.ledger.audit;

import dev.sluice.server.ledger.LedgerJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Heads in a file, one JSON object a line, only ever appended to. Best on a disk or machine that
 * whoever owns the log cannot write to.
 */
public final class HeadsFile implements Heads {
  private final Path file;

  /** Of a file that need not exist. */
  public HeadsFile(Path file) {
    this.file = file;
  }

  @Override
  public void keep(List<Head> heads) throws IOException {
    if (heads.isEmpty()) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.position(channel.size());
      StringBuilder text = new StringBuilder();
      if (endsWithinALine(channel)) {
        text.append('\n');
      }
      for (Head head : heads) {
        text.append(LedgerJson.MAPPER.writeValueAsString(head)).append('\n');
      }
      ByteBuffer left = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /** A crash may have left half a line: what follows must not be lost with it. */
  private static boolean endsWithinALine(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, size - 1);
    return last.get(0) != '\n';
  }

  /**
   * All that were kept, oldest first; none when there is no file. A line that is no head is passed
   * over: it is the half of one that a crash left, and was never believed to be kept.
   */
  public List<Head> read() throws IOException {
    List<Head> heads = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        try {
          heads.add(LedgerJson.MAPPER.readValue(line, Head.class));
        } catch (JacksonException _) {
          // See above.
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    }
    return heads;
  }
}
