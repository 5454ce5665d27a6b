package dev.sluice.proving.workplace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/** Locks of whole files between provers, and between the threads of one, which Java tells apart. */
public final class Locks {
  private Locks() {}

  /** Null when somebody else has it, be it another thread of this program. */
  public static @Nullable FileLock attempt(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
