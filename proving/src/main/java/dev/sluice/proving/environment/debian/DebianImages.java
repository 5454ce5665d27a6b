package dev.sluice.proving.environment.debian;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Firmware;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Debian systems, made when they are not there and cached by the content of their recipe. Two
 * provers on one cache make a system once. Safe for several threads, which then wait for each
 * other.
 */
public final class DebianImages {
  /** The kind of result that is a tree; a disk's kind is its firmware. */
  static final String ROOT = "root";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Path cache;
  private final Map<String, String> scripts;
  private final SystemBuild build;

  /**
   * Systems kept in a folder.
   *
   * @param cache created when absent; systems lie beneath {@code images}, packages beneath {@code
   *     downloads/debian}
   * @param progress told in sentences, at least every ten seconds while a system is made
   */
  public DebianImages(Path cache, Workplace workplace, Consumer<String> progress) {
    this(cache, workplace, progress, Scripts.ours());
  }

  DebianImages(
      Path cache, Workplace workplace, Consumer<String> progress, Map<String, String> scripts) {
    this.cache = cache.toAbsolutePath();
    this.scripts = scripts;
    this.build = new SystemBuild(this.cache, workplace, progress, scripts);
  }

  /**
   * The disk of a virtual machine, ready to boot.
   *
   * @param folder of the pipeline file, which the recipe's paths are relative to
   * @throws EnvironmentException when there is no such system and it cannot be made here
   */
  public DebianDisk disk(
      DebianRecipe recipe, Architecture architecture, Firmware firmware, Path folder)
      throws InterruptedException {
    Path system = made(kind(architecture, firmware), recipe, folder);
    try {
      Completion completion = Completion.read(system);
      boolean direct = firmware == Firmware.BIOS;
      return new DebianDisk(
          system.resolve("disk.img"),
          direct ? system.resolve("kernel") : null,
          direct ? system.resolve("initrd") : null,
          Files.readString(system.resolve("cmdline")).strip(),
          completion.digest(),
          completion.kernelDigest());
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * The tree of a sandbox: no kernel and no init system, only what a minimal Debian has and the
   * recipe's packages. All of it belongs to the user who made it; it must not be written to.
   */
  public Path root(DebianRecipe recipe, Path folder) throws InterruptedException {
    return made(ROOT, recipe, folder).resolve("root");
  }

  /** Of the content of the tree, names, modes and links included; makes the tree when absent. */
  public Digest rootDigest(DebianRecipe recipe, Path folder) throws InterruptedException {
    try {
      return Completion.read(made(ROOT, recipe, folder)).digest();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** What tells one disk from another before it is made: all that goes into it but the packages. */
  public String identity(
      DebianRecipe recipe, Architecture architecture, Firmware firmware, Path folder) {
    return key(kind(architecture, firmware), recipe, folder);
  }

  /** What tells one tree from another before it is made. */
  public String rootIdentity(DebianRecipe recipe, Path folder) {
    return key(ROOT, recipe, folder);
  }

  /** Whether a disk would be at hand at once. */
  public boolean isReady(
      DebianRecipe recipe, Architecture architecture, Firmware firmware, Path folder) {
    try {
      return Completion.isThere(place(identity(recipe, architecture, firmware, folder)));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static String kind(Architecture architecture, Firmware firmware) {
    return switch (architecture) {
      case AMD64 -> firmware.name().toLowerCase(Locale.ROOT);
      case ARM64 ->
          throw new EnvironmentException(
              "a Debian system for arm64 is not made here, for its packages' own programs would have"
                  + " to run: give the image as disk: FILE, or prove on amd64");
    };
  }

  private String key(String kind, DebianRecipe recipe, Path folder) {
    try {
      return RecipeKey.of(kind, recipe, scripts, folder);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Path place(String key) {
    return cache.resolve("images").resolve("debian-" + key);
  }

  private synchronized Path made(String kind, DebianRecipe recipe, Path folder)
      throws InterruptedException {
    String key = key(kind, recipe, folder);
    Path ready = place(key);
    try {
      Path images = Files.createDirectories(ready.getParent());
      if (!Completion.isThere(ready)) {
        try (FileChannel lock =
            FileChannel.open(
                images.resolve("debian-" + key + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
          hold(lock);
          if (!Completion.isThere(ready)) {
            make(kind, recipe, folder, images, ready);
          }
        }
      }
      return ready;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Waits for other programs, and for another cache of the same folder in this one. */
  private static void hold(FileChannel lock) throws IOException, InterruptedException {
    while (true) {
      try {
        lock.lock();
        return;
      } catch (OverlappingFileLockException e) {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
      }
    }
  }

  private void make(String kind, DebianRecipe recipe, Path folder, Path images, Path ready)
      throws IOException, InterruptedException {
    build.clear(ready);
    // One name a system, so that the lock's next holder clears away what a killed builder left.
    Path out = images.resolve("building-" + ready.getFileName());
    build.clear(out);
    Files.createDirectory(out);
    try {
      build.into(out, kind, recipe, folder);
      Completion.write(out);
      Files.move(out, ready, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      build.clear(out);
    }
  }

  private static EnvironmentException unusable(IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException absent -> "there is no file " + absent.getFile();
          case FileSystemException fs when fs.getReason() != null ->
              fs.getFile() + ": " + fs.getReason();
          default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    return new EnvironmentException("could not make the Debian system ready: " + why, e);
  }
}
