package dev.sluice.server.content.disk;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentException;
import dev.sluice.server.content.ContentStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One product's content: {@code whole/ab/abcd…} for what is there, {@code part/abcd….SIZE} for what
 * is on its way. No path is made of anything but a digest and a number.
 */
final class DiskContent implements ContentStore {
  private static final int CHUNK = 256 << 10;
  private static final int LONGEST_WAIT_SECONDS = 30;

  private final Path whole;
  private final Path part;
  private final long reserve;
  private final Disk disk;
  // Of uploads of this moment: one at a time writes to a part.
  private final Map<Digest, Arriving> arriving = new ConcurrentHashMap<>();

  /** Who writes to a part; how far the hash of what is there has come, if it is known. */
  private static final class Arriving {
    private final ReentrantLock lock = new ReentrantLock();
    private int users;
    private @Nullable MessageDigest hash;
    private long hashed;
  }

  DiskContent(Path folder, long reserve, Disk disk) throws IOException {
    this.whole = folder.resolve("whole");
    this.part = folder.resolve("part");
    this.reserve = reserve;
    this.disk = disk;
    Files.createDirectories(whole);
    Files.createDirectories(part);
    // All at once: made when first needed, each would cost an upload a further wait for the disk.
    for (int i = 0; i < 256; i++) {
      Files.createDirectories(whole.resolve(HexFormat.of().toHexDigits((byte) i)));
    }
    disk.forceFolder(whole);
    disk.forceFolder(folder);
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      disk.forceFolder(above);
    }
  }

  private Path folder(Digest digest) {
    return whole.resolve(digest.hex().substring(0, 2));
  }

  private Path file(Digest digest) {
    return folder(digest).resolve(digest.hex());
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    @Nullable BasicFileAttributes there = attributes(file(digest));
    return there == null ? OptionalLong.empty() : OptionalLong.of(there.size());
  }

  @Override
  public long received(Digest digest) throws IOException {
    OptionalLong size = size(digest);
    if (size.isPresent()) {
      return size.getAsLong();
    }
    @Nullable Path begun = begun(digest);
    return begun == null ? 0 : length(begun);
  }

  @Override
  public InputStream open(Digest digest, long offset) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file(digest));
    try {
      channel.position(offset);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return Channels.newInputStream(channel);
  }

  @Override
  public Digest put(byte[] bytes) throws IOException {
    MessageDigest hash = sha256();
    Digest digest = digest(hash.digest(bytes));
    if (size(digest).isEmpty()) {
      Upload upload = upload(digest, bytes.length);
      // Somebody else may have begun the same; theirs are the same bytes.
      long offset = upload.offset();
      upload.append(
          offset, new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset));
    }
    return digest;
  }

  @Override
  public void remove(Digest digest) throws IOException {
    if (Files.exists(file(digest))) {
      disk.delete(file(digest));
      disk.forceFolder(folder(digest));
    }
  }

  @Override
  public Upload upload(Digest digest, long size) throws IOException {
    if (size < 0) {
      throw new IllegalArgumentException("a size of " + size);
    }
    long there = length(part(digest, size));
    long free = disk.free(part);
    if (size(digest).isEmpty() && size - there > free - reserve) {
      throw full(size - there, free);
    }
    return new PartUpload(digest, size);
  }

  private ContentException full(long needed, long free) {
    return new ContentException(
        ContentException.Kind.FULL,
        ("The server's disk is full: %,d bytes are needed and %,d are free, of which %,d stay free;"
                + " send again once there is room")
            .formatted(needed, free, reserve));
  }

  private Path part(Digest digest, long size) {
    return part.resolve(digest.hex() + "." + size);
  }

  /** The part of this digest, whatever size was announced; null when there is none. */
  private @Nullable Path begun(Digest digest) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(part, digest.hex() + ".*")) {
      for (Path begun : parts) {
        return begun;
      }
    }
    return null;
  }

  /** Of this product; what somebody sends right now stays, however old it looks. */
  int removeUnfinished(Instant before) throws IOException {
    List<Path> old = new ArrayList<>();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(part, "*.*")) {
      for (Path begun : parts) {
        if (Files.getLastModifiedTime(begun).toInstant().isBefore(before)) {
          old.add(begun);
        }
      }
    }
    int removed = 0;
    for (Path begun : old) {
      String name = String.valueOf(begun.getFileName());
      var digest = new Digest(name.substring(0, name.indexOf('.')));
      if (arriving.compute(digest, (_, one) -> isBusy(one) ? one : deleted(begun)) == null) {
        removed++;
      }
    }
    return removed;
  }

  private static boolean isBusy(@Nullable Arriving one) {
    return one != null && one.users > 0;
  }

  private @Nullable Arriving deleted(Path begun) {
    try {
      disk.delete(begun);
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long length(Path file) throws IOException {
    @Nullable BasicFileAttributes there = attributes(file);
    return there == null ? 0 : there.size();
  }

  /** Null when there is no such file, which is usual, and too usual for an exception. */
  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    return file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Digest digest(byte[] hash) {
    return new Digest(HexFormat.of().formatHex(hash));
  }

  private final class PartUpload implements Upload {
    private final Digest digest;
    private final long size;
    private final Path part;

    PartUpload(Digest digest, long size) {
      this.digest = digest;
      this.size = size;
      this.part = part(digest, size);
    }

    @Override
    public long offset() {
      try {
        return size(digest).isPresent() ? size : length(part);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean isComplete() {
      try {
        return size(digest).isPresent();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public long append(long offset, InputStream bytes) throws IOException {
      Arriving mine =
          arriving.compute(
              digest,
              (_, there) -> {
                Arriving one = there == null ? new Arriving() : there;
                one.users++;
                return one;
              });
      try {
        if (!locked(mine)) {
          throw new ContentException(
              ContentException.Kind.OFFSET, "Somebody else sends the same bytes right now");
        }
        try {
          return alone(mine, offset, bytes);
        } finally {
          mine.lock.unlock();
        }
      } finally {
        arriving.computeIfPresent(
            digest,
            (_, one) -> {
              one.users--;
              // The hash is kept between the pieces of one upload, and forgotten once it rests long
              // enough that nobody waits: it can always be made again from the part.
              return one.users == 0 && (one.hash == null || arriving.size() > 100) ? null : one;
            });
      }
    }

    private boolean locked(Arriving mine) {
      try {
        return mine.lock.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private long alone(Arriving mine, long offset, InputStream bytes) throws IOException {
      if (isComplete()) {
        if (offset == size) {
          return size;
        }
        throw otherOffset(size);
      }
      discardOtherSizes();
      long there = length(part);
      if (offset != there) {
        throw otherOffset(there);
      }
      MessageDigest hash = mine.hash;
      if (hash == null || mine.hashed != there) {
        hash = hashed(there);
      }
      mine.hash = null;
      long reached = there;
      try {
        reached = write(hash, there, bytes);
      } catch (ContentException e) {
        throw e;
      } catch (IOException e) {
        throw failed(e);
      } finally {
        // Whatever came is kept for the next try, and only told once it is on the disk.
        if (length(part) > there) {
          disk.force(part);
        }
      }
      if (reached < size) {
        if (reached == 0) {
          return 0;
        }
        disk.forceFolder(DiskContent.this.part);
        mine.hash = hash;
        mine.hashed = reached;
        return reached;
      }
      finish(hash);
      return size;
    }

    private long write(MessageDigest hash, long from, InputStream bytes) throws IOException {
      byte[] chunk = new byte[CHUNK];
      long at = from;
      if (size == 0) {
        disk.write(part, 0, chunk, 0);
      }
      for (int read = bytes.readNBytes(chunk, 0, CHUNK);
          read > 0;
          read = bytes.readNBytes(chunk, 0, CHUNK)) {
        if (read > size - at) {
          throw new ContentException(
              ContentException.Kind.TOO_MUCH,
              "More bytes came than the %,d that were announced".formatted(size));
        }
        disk.write(part, at, chunk, read);
        hash.update(chunk, 0, read);
        at += read;
      }
      return at;
    }

    private void finish(MessageDigest hash) throws IOException {
      Digest is = digest(hash.digest());
      if (!is.equals(digest)) {
        disk.delete(part);
        throw new ContentException(
            ContentException.Kind.DIGEST,
            "The %,d bytes have the SHA-256 %s, not %s; nothing of them is kept"
                .formatted(size, is, digest));
      }
      Path to = file(digest);
      Path folder = to.getParent();
      if (folder == null) {
        throw new IllegalStateException("content lies in a folder");
      }
      disk.rename(part, to);
      // Without it the name itself could vanish with the power, and whoever was told would be
      // wrong.
      disk.forceFolder(folder);
    }

    /** What came before, read again: after a restart nobody knows its hash. */
    private MessageDigest hashed(long length) throws IOException {
      MessageDigest hash = sha256();
      if (length == 0) {
        return hash;
      }
      byte[] chunk = new byte[CHUNK];
      try (InputStream in = Files.newInputStream(part)) {
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
          hash.update(chunk, 0, read);
        }
      }
      return hash;
    }

    /** Of one digest only one size can be true: the newest announcement is believed. */
    private void discardOtherSizes() throws IOException {
      @Nullable Path begun = begun(digest);
      if (begun != null && !begun.equals(part)) {
        disk.delete(begun);
      }
    }

    private ContentException otherOffset(long there) {
      return new ContentException(
          ContentException.Kind.OFFSET,
          "The upload goes on at byte %,d of %,d".formatted(there, size));
    }

    private IOException failed(IOException e) throws IOException {
      long free = disk.free(DiskContent.this.part);
      String text = String.valueOf(e.getMessage());
      return text.contains("No space left") || text.contains("Disk quota") || free < CHUNK
          ? full(size - length(part), free)
          : e;
    }
  }
}
