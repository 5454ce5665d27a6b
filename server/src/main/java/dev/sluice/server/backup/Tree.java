package dev.sluice.server.backup;

import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of a directory, copied with their digests, durably, for their owner alone. */
final class Tree {
  private static final FileAttribute<?> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Tree() {}

  /** Makes a directory and those above it. */
  static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, OWNER);
    }
  }

  static boolean isEmptyOrAbsent(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }

  /** Regular files below a directory, sorted; links are not followed. */
  static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // the server goes on meanwhile
            }
            throw e;
          }
        });
    files.sort(null);
    return files;
  }

  /** Copies a file; null when it is gone meanwhile. */
  static Manifest.@Nullable Item copy(Path from, Path to, String path) throws IOException {
    make(parent(to));
    MessageDigest sha = Sha256.begun();
    long size;
    try (InputStream in = new DigestInputStream(Files.newInputStream(from), sha)) {
      Files.createFile(to, OWNERS_FILE);
      try (OutputStream out = Files.newOutputStream(to)) {
        size = in.transferTo(out);
      }
    } catch (NoSuchFileException _) {
      return null;
    }
    sync(to);
    return new Manifest.Item(path, size, Sha256.of(sha));
  }

  /** What a file is. */
  static Manifest.Item item(Path file, String path) throws IOException {
    MessageDigest sha = Sha256.begun();
    long size;
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      size = in.transferTo(OutputStream.nullOutputStream());
    }
    return new Manifest.Item(path, size, Sha256.of(sha));
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Files.createFile(file, OWNERS_FILE);
    Files.write(file, bytes);
    sync(file);
  }

  /** Directories too: without it the names of the files can vanish. */
  static void syncFolders(Path folder) throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.walk(folder)) {
      folders = all.filter(Files::isDirectory).toList();
    }
    for (Path one : folders) {
      sync(one);
    }
  }

  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new BackupException("the root of the file system cannot be it: " + path);
    }
    return parent;
  }

  static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all;
      try (Stream<Path> found = Files.walk(folder)) {
        all = found.sorted((a, b) -> b.compareTo(a)).toList();
      }
      for (Path one : all) {
        Files.delete(one);
      }
    }
  }
}
