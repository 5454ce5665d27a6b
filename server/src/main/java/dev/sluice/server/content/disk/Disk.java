package dev.sluice.server.content.disk;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The steps that may fail or be the last before a crash; a real disk, or one that fails on purpose.
 */
interface Disk {
  /**
   * Writes bytes at a place of a file, which is made when it is not there.
   *
   * @throws java.nio.file.FileSystemException among others when there is no room
   */
  void write(Path file, long offset, byte[] bytes, int length) throws IOException;

  /** Returns once the file's bytes are on the disk. */
  void force(Path file) throws IOException;

  /** Gives the file another name in one step, replacing nothing that differs. */
  void rename(Path from, Path to) throws IOException;

  /** Returns once the folder's names are on the disk. */
  void forceFolder(Path folder) throws IOException;

  void delete(Path file) throws IOException;

  /** Bytes left for files. */
  long free(Path folder) throws IOException;
}
