package dev.sluice.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The one folder in which everything lies; one server at a time has it. */
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes it, for this user alone.
   *
   * @throws IOException with a sentence, when another server has it
   */
  static DataFolder take(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IOException("another server has " + folder + "; stop it, or give another --data");
    }
    return new DataFolder(folder, channel);
  }

  Path ledger() {
    return folder.resolve("ledger.db");
  }

  Path content() {
    return folder.resolve("content");
  }

  Path adminToken() {
    return folder.resolve("admin.token");
  }

  /** Of the log: what was the newest entry when. */
  Path heads() {
    return folder.resolve("heads.jsonl");
  }

  /** By which exports of the log are signed. */
  Path keys() {
    return folder.resolve("keys");
  }

  /** Lab keys whose proofs are believed. */
  Path labs() {
    return folder.resolve("labs");
  }

  /** For the embedded runner. */
  Path runner() {
    return folder.resolve("runner");
  }

  long freeBytes() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      // Whoever asks wants to know whether there is room; of a disk that does not answer: no.
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
