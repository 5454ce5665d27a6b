package dev.sluice.trust.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes key files so that a name always stands for a whole file: temporary file, fsync, link or
 * rename, fsync of the folder.
 */
final class KeyFiles {
  static final String PRIVATE = ".key";
  static final String PUBLIC = ".pub";
  private static final String TEMPORARY = ".tmp";
  private static final int LIMIT = 8 * 1024;

  private static final Set<PosixFilePermission> OPEN_TO_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /** The steps of a write, in order. */
  enum Step {
    FOLDER,
    CREATE,
    WRITE,
    SYNC,
    PUBLISH,
    SYNC_FOLDER
  }

  /** Where tests let a disk fail; nothing happens in it otherwise. */
  interface Disk {
    void before(Step step) throws IOException;
  }

  private final Path folder;
  private final Disk disk;

  KeyFiles(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** The folder, made for its owner alone if absent. */
  void makeFolder() throws IOException {
    disk.before(Step.FOLDER);
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try {
        Files.createDirectory(folder, mode("rwx------"));
      } catch (FileAlreadyExistsException e) {
        // Another process may just have made it.
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
    refuseOpenFolder();
  }

  /**
   * Publishes a private key under a name that must be free.
   *
   * @return false when the name is taken, by whomever; nothing is left behind then
   */
  boolean publishPrivate(Path file, byte[] content) throws IOException {
    Path temporary = write(content, "rw-------");
    try {
      disk.before(Step.PUBLISH);
      // A rename would replace the key of a process that was faster, which may have signed already.
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (UnsupportedOperationException e) {
      throw new IOException("its file system has no hard links", e);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder();
    return true;
  }

  /** Puts a public key in place; whoever else writes this name writes the same bytes. */
  void publishPublic(Path file, byte[] content) throws IOException {
    Path temporary = write(content, "rw-r--r--");
    try {
      disk.before(Step.PUBLISH);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    syncFolder();
  }

  private Path write(byte[] content, String permissions) throws IOException {
    disk.before(Step.CREATE);
    Path temporary = Files.createTempFile(folder, ".new-", TEMPORARY, mode(permissions));
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      disk.before(Step.WRITE);
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      disk.before(Step.SYNC);
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  // Without it the new name itself can vanish when the power goes.
  private void syncFolder() throws IOException {
    disk.before(Step.SYNC_FOLDER);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Who may write here may add a trusted key. */
  void refuseOpenFolder() {
    if (hasAny(folder, WRITABLE_BY_OTHERS)) {
      throw new KeyException(
          folder, "others may write into this folder of keys; mend it: chmod 700 " + folder);
    }
  }

  /** Content of a private key file that nobody else can read. */
  static byte[] readPrivate(Path file) {
    if (hasAny(file, OPEN_TO_OTHERS)) {
      throw new KeyException(
          file, "others may read this private key, so it is not used; mend it: chmod 600 " + file);
    }
    return read(file);
  }

  /** Content of a public key file that lies in a trusted place. */
  static byte[] readTrusted(Path file) {
    if (hasAny(file, WRITABLE_BY_OTHERS)) {
      throw new KeyException(
          file, "others may change this trusted key; mend it: chmod go-w " + file);
    }
    return read(file);
  }

  static byte[] read(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new KeyException(file, "not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LIMIT + 1);
      if (content.length > LIMIT) {
        throw new KeyException(file, "larger than any key file (" + LIMIT + " bytes)");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new KeyException(file, "there is no such file", e);
    } catch (IOException e) {
      throw new KeyException(file, "cannot be read: " + reason(e), e);
    }
  }

  static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(PRIVATE) || name.endsWith(PUBLIC)
        ? name.substring(0, name.length() - PRIVATE.length())
        : name;
  }

  /** What went wrong, without the path that {@link KeyException} names anyway. */
  static String reason(IOException e) {
    return e instanceof FileSystemException fs && fs.getReason() != null
        ? fs.getReason()
        : e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }

  private static boolean hasAny(Path path, Set<PosixFilePermission> forbidden) {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null || !Files.exists(path)) {
      return false;
    }
    try {
      Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
      set.addAll(view.readAttributes().permissions());
      set.retainAll(forbidden);
      return !set.isEmpty();
    } catch (IOException e) {
      throw new KeyException(path, "its permissions cannot be read: " + reason(e), e);
    }
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
