package dev.sluice.proving.environment.qemu;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Image;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.FileDigests;
import dev.sluice.proving.environment.debian.DebianDisk;
import dev.sluice.proving.environment.debian.DebianImages;
import dev.sluice.proving.workplace.Enclosed;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Guest images, built by the owner's script when they are not there and cached by the content of
 * the script, its inputs and our guest channel script. Two provers on one cache build once.
 */
final class GuestImages {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

  private final Path cache;
  private final Workplace workplace;
  private final Consumer<String> progress;
  private final FileDigests digests;

  GuestImages(Path cache, Workplace workplace, Consumer<String> progress) {
    this.cache = cache;
    this.workplace = workplace;
    this.progress = progress;
    this.digests = new FileDigests(cache.resolve("digests"));
  }

  /**
   * The image, ready to boot.
   *
   * @param folder of the pipeline file, which paths in it are relative to
   * @throws EnvironmentException when there is no usable image
   */
  GuestImage get(EnvironmentSpec.Qemu spec, Path folder) throws InterruptedException {
    try {
      return switch (spec.image()) {
        case Image.Files(var kernel, var initrd, var state, var cmdline) ->
            read(
                spec.architecture(),
                folder.resolve(kernel),
                folder.resolve(initrd),
                folder.resolve(state),
                cmdline);
        case Image.Script script -> built(script, spec.architecture(), folder);
        case Image.Disk(var file) -> disk(spec, folder.resolve(file));
        case Image.Debian(var recipe) ->
            debian(
                spec,
                new DebianImages(cache, workplace, progress)
                    .disk(recipe, spec.architecture(), spec.firmware(), folder));
      };
    } catch (IOException e) {
      throw new EnvironmentException("could not make the guest image ready: " + Sentences.of(e), e);
    }
  }

  /** A disk that a user has: it starts by its own boot loader. */
  private GuestImage disk(EnvironmentSpec.Qemu spec, Path file)
      throws IOException, InterruptedException {
    GuestImage.Uefi uefi = uefi(spec);
    GuestImage.Disk disk = new DiskImages(workplace).checked(file);
    Digest digest = whole(digests.of(disk.file()), uefi);
    return new GuestImage.Whole(spec.architecture(), disk, null, uefi, true, digest, digest);
  }

  private GuestImage debian(EnvironmentSpec.Qemu spec, DebianDisk made) throws IOException {
    GuestImage.Uefi uefi = uefi(spec);
    GuestImage.Direct direct =
        made.kernel() == null
            ? null
            : new GuestImage.Direct(made.kernel(), made.initrd(), made.cmdline());
    return new GuestImage.Whole(
        spec.architecture(),
        new GuestImage.Disk(made.disk(), "raw"),
        direct,
        uefi,
        false,
        whole(made.digest(), uefi),
        made.kernelDigest());
  }

  private static GuestImage.@Nullable Uefi uefi(EnvironmentSpec.Qemu spec) {
    return switch (spec.firmware()) {
      case UEFI -> UefiFirmware.find(spec.architecture());
      case BIOS -> null;
    };
  }

  /** Over a disk and the firmware that starts it. */
  private Digest whole(Digest disk, GuestImage.@Nullable Uefi uefi) throws IOException {
    MessageDigest all = FileDigests.sha256();
    add(all, "disk " + disk.hex());
    if (uefi != null) {
      add(all, "uefi " + digests.of(uefi.code()).hex() + " " + digests.of(uefi.variables()).hex());
    }
    return new Digest(FileDigests.hex(all.digest()));
  }

  private static void add(MessageDigest to, String line) {
    to.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private GuestImage built(Image.Script image, Architecture architecture, Path folder)
      throws IOException, InterruptedException {
    Path images = Files.createDirectories(cache.resolve("images"));
    String key = key(image, folder);
    Path ready = images.resolve(key);
    if (!isComplete(ready)) {
      try (FileChannel lock =
          FileChannel.open(
              images.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock.lock();
        if (!isComplete(ready)) {
          build(image, folder, images, ready);
        }
      }
    }
    return read(
        architecture,
        ready.resolve("kernel"),
        ready.resolve("initrd"),
        ready.resolve("state.img"),
        Files.readString(ready.resolve("cmdline")).strip());
  }

  private void build(Image.Script image, Path folder, Path images, Path ready)
      throws IOException, InterruptedException {
    progress.accept("building the guest with " + image.script() + " (once; then cached)");
    removeTree(ready);
    // One name an image, so that the lock's next holder clears away what a killed builder left.
    Path out = images.resolve("building-" + ready.getFileName());
    removeTree(out);
    Files.createDirectory(out);
    try {
      Path channel = workplace.folder().resolve("guest-channel.sh");
      Files.writeString(channel, Enclosed.text(GuestImages.class, "guest-channel.sh"));
      Path downloads = Files.createDirectories(cache.resolve("downloads"));
      var ended =
          HostCommand.run(
              workplace,
              "build-guest",
              List.of(folder.resolve(image.script()).toString(), out.toString()),
              Map.of(
                  "SLUICE_GUEST_CHANNEL", channel.toString(),
                  "SLUICE_DOWNLOADS", downloads.toString()),
              folder,
              BUILD_LIMIT);
      if (!ended.succeeded()) {
        throw new EnvironmentException(
            image.script() + " failed with status " + ended.status() + ": " + ended.lastLine());
      }
      for (String needed : List.of("kernel", "initrd", "state.img", "cmdline")) {
        if (!Files.isRegularFile(out.resolve(needed))) {
          throw new EnvironmentException(image.script() + " made no file " + needed);
        }
      }
      Files.writeString(out.resolve("complete"), manifest(out));
      Files.move(out, ready, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      removeTree(out);
    }
  }

  /** Complete, and not truncated since: a full disk or a curious hand must not become a verdict. */
  private static boolean isComplete(Path ready) throws IOException {
    Path manifest = ready.resolve("complete");
    return Files.isRegularFile(manifest) && Files.readString(manifest).equals(manifest(ready));
  }

  private static String manifest(Path image) throws IOException {
    var text = new StringBuilder();
    for (String name : List.of("kernel", "initrd", "state.img", "cmdline")) {
      Path file = image.resolve(name);
      text.append(name)
          .append(' ')
          .append(Files.exists(file) ? Files.size(file) : -1)
          .append(' ')
          .append(Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : -1)
          .append('\n');
    }
    return text.toString();
  }

  private GuestImage read(
      Architecture architecture, Path kernel, Path initrd, Path state, String cmdline)
      throws IOException {
    KernelFile.requireBootable(kernel, architecture);
    KernelFile.requireInitrd(initrd);
    if (!Files.isRegularFile(state)) {
      throw new EnvironmentException("there is no state disk " + state);
    }
    Digest kernelDigest = digests.of(kernel);
    MessageDigest all = FileDigests.sha256();
    for (String part :
        List.of(kernelDigest.hex(), digests.of(initrd).hex(), digests.of(state).hex(), cmdline)) {
      all.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return new GuestImage.Micro(
        architecture,
        kernel,
        initrd,
        state,
        cmdline,
        new Digest(FileDigests.hex(all.digest())),
        kernelDigest);
  }

  /**
   * What tells one image from another before it is built or read: the content of what makes it, or
   * names, sizes and times of the files it is.
   */
  static String identity(EnvironmentSpec.Qemu spec, Path folder) throws IOException {
    return switch (spec.image()) {
      case Image.Script script -> key(script, folder);
      case Image.Files(var kernel, var initrd, var state, var cmdline) -> {
        MessageDigest all = FileDigests.sha256();
        for (String file : List.of(kernel, initrd, state)) {
          add(all, facts(folder.resolve(file)));
        }
        all.update(cmdline.getBytes(StandardCharsets.UTF_8));
        yield FileDigests.hex(all.digest()).substring(0, 32);
      }
      case Image.Disk(var file) -> {
        MessageDigest all = FileDigests.sha256();
        add(all, spec.firmware() + " disk " + facts(folder.resolve(file)));
        yield FileDigests.hex(all.digest()).substring(0, 32);
      }
      case Image.Debian(var recipe) -> {
        MessageDigest all = FileDigests.sha256();
        add(all, spec.architecture() + " " + spec.firmware() + " " + recipe);
        for (String file : recipe.files().keySet()) {
          add(all, facts(folder.resolve(file)));
        }
        if (recipe.run() != null) {
          add(all, facts(folder.resolve(recipe.run())));
        }
        yield FileDigests.hex(all.digest()).substring(0, 32);
      }
    };
  }

  private static String facts(Path file) throws IOException {
    return file.toAbsolutePath()
        + " "
        + Files.size(file)
        + " "
        + Files.getLastModifiedTime(file).toMillis();
  }

  private static String key(Image.Script image, Path folder) throws IOException {
    MessageDigest all = FileDigests.sha256();
    all.update(
        ("guest image 1\n" + Enclosed.text(GuestImages.class, "guest-channel.sh"))
            .getBytes(StandardCharsets.UTF_8));
    for (String input :
        Stream.concat(Stream.of(image.script()), image.inputs().stream()).toList()) {
      Path root = folder.resolve(input);
      if (!Files.exists(root)) {
        throw new EnvironmentException("the guest image needs " + root + ", which is not there");
      }
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          all.update(
              ("\n" + folder.relativize(file) + " " + Files.isExecutable(file) + "\n")
                  .getBytes(StandardCharsets.UTF_8));
          all.update(Files.readAllBytes(file));
        }
      }
    }
    return FileDigests.hex(all.digest()).substring(0, 32);
  }

  private static void removeTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
