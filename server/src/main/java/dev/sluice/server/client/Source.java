package dev.sluice.server.client;

import dev.sluice.model.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/** What is uploaded. */
sealed interface Source {
  Digest digest();

  long size();

  /** A piece; shorter than asked for only where the source ends. */
  byte[] piece(long from, int most) throws IOException;

  /** Whether the bytes are still those of the digest. */
  boolean isUnchanged() throws IOException;

  static Source of(byte[] bytes) {
    MessageDigest sha = FileBytes.sha256();
    sha.update(bytes);
    return new Memory(FileBytes.digest(sha), bytes);
  }

  static Source of(Path file) throws IOException {
    FileBytes bytes = FileBytes.of(file);
    return new OnDisk(file, bytes.digest(), bytes.size());
  }

  /** Bytes that nobody changes; a class, as a record would compare arrays by identity. */
  final class Memory implements Source {
    private final Digest digest;
    private final byte[] bytes;

    private Memory(Digest digest, byte[] bytes) {
      this.digest = digest;
      this.bytes = bytes;
    }

    @Override
    public Digest digest() {
      return digest;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public byte[] piece(long from, int most) {
      if (from == 0 && most >= bytes.length) {
        return bytes;
      }
      int start = Math.toIntExact(from);
      return Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + most));
    }

    @Override
    public boolean isUnchanged() {
      return true;
    }
  }

  /** A file, which somebody may change meanwhile. */
  record OnDisk(Path file, Digest digest, long size) implements Source {
    @Override
    public byte[] piece(long from, int most) throws IOException {
      return FileBytes.piece(file, from, most);
    }

    @Override
    public boolean isUnchanged() throws IOException {
      return FileBytes.of(file).digest().equals(digest);
    }
  }
}
