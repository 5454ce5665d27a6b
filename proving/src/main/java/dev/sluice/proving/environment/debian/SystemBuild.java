package dev.sluice.proving.environment.debian;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.HostCommand.Ended;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of build.sh, in namespaces of its own. */
final class SystemBuild {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Duration SHORT = Duration.ofMinutes(2);
  private static final String MIRROR = "http://deb.debian.org/debian";
  private static final String PACKAGE = "[a-z0-9][a-z0-9+.-]{1,99}";

  /** So that a kill leaves neither a process nor a mount. */
  private static final List<String> APART =
      List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");

  /** An ordinary user becomes root of a user namespace that has more users than one. */
  private static final List<String> AS_ROOT = List.of("--map-root-user", "--map-auto");

  private final Path cache;
  private final Workplace workplace;
  private final Consumer<String> progress;
  private final Map<String, String> scripts;

  SystemBuild(
      Path cache, Workplace workplace, Consumer<String> progress, Map<String, String> scripts) {
    this.cache = cache;
    this.workplace = workplace;
    this.progress = progress;
    this.scripts = scripts;
  }

  /** Makes a system in an empty folder. */
  void into(Path out, String kind, DebianRecipe recipe, Path folder)
      throws IOException, InterruptedException {
    String suite = recipe.suite().name().toLowerCase(Locale.ROOT);
    List<String> packages = new ArrayList<>(recipe.packages());
    packages.addAll(recipe.neighbours());
    for (String name : packages) {
      if (!name.matches(PACKAGE)) {
        throw new EnvironmentException(
            "'" + name + "' is no name of a Debian package: correct it in the recipe");
      }
    }
    List<String> apart = apart();
    Path ours = Files.createTempDirectory(workplace.folder(), "debian-");
    Path parts = Files.createDirectory(ours.resolve("parts"));
    for (var script : scripts.entrySet()) {
      Files.writeString(parts.resolve(script.getKey()), script.getValue());
    }
    Path files = Files.createDirectory(ours.resolve("files"));
    for (var file : recipe.files().entrySet()) {
      stage(folder.resolve(file.getKey()), files, file.getValue());
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("KIND", kind);
    environment.put("SUITE", suite);
    environment.put("PACKAGES", String.join(" ", packages));
    environment.put("DISK_MIB", Integer.toString(recipe.diskMebibytes()));
    environment.put("LOCALE", orEmpty(recipe.locale()));
    environment.put("TIME_ZONE", orEmpty(recipe.timeZone()));
    environment.put("PARTS", parts.toString());
    environment.put("FILES", files.toString());
    environment.put("RUN", recipe.run() == null ? "" : folder.resolve(recipe.run()).toString());
    environment.put("MIRROR", System.getenv().getOrDefault("SLUICE_DEBIAN_MIRROR", MIRROR));
    environment.put("DOWNLOADS", downloads(suite).toString());
    environment.put("OUT", out.toString());
    environment.put("ROOM", room(recipe));
    List<String> command = new ArrayList<>(apart);
    command.addAll(List.of("sh", parts.resolve("build.sh").toString()));
    String what =
        "making Debian "
            + suite
            + (kind.equals(DebianImages.ROOT) ? " for a sandbox" : " for a machine");
    try (var telling = new BuildProgress(what, out.resolve("stage"), progress)) {
      progress.accept(what + " (once; then cached)");
      Ended ended =
          HostCommand.run(
              workplace, "build-" + out.getFileName(), command, environment, folder, LIMIT);
      Path refusal = out.resolve("refusal");
      if (!ended.succeeded()) {
        throw new EnvironmentException(
            Files.exists(refusal)
                ? Files.readString(refusal).strip()
                : what + (ended.status() == 124 ? timedOut() : failed(ended)));
      }
      progress.accept(what + ": done (" + telling.elapsed().toSeconds() + " s)");
    } finally {
      clear(ours);
    }
    clear(out.resolve("room"));
  }

  private static String timedOut() {
    return " took longer than "
        + LIMIT.toMinutes()
        + " min: is the mirror reached slowly, or does the script run wait for something?";
  }

  private static String failed(Ended ended) {
    return " failed with status " + ended.status() + ": " + ended.lastLine();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private Path downloads(String suite) throws IOException {
    return Files.createDirectories(cache.resolve("downloads").resolve("debian").resolve(suite));
  }

  /** In memory a tree is unpacked twice as fast; it must fit there together with its packages. */
  private static String room(DebianRecipe recipe) throws IOException {
    long available =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(l -> l.startsWith("MemAvailable:"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) / 1024)
            .findFirst()
            .orElse(0);
    return available > recipe.diskMebibytes() + 1024L ? "memory" : "disk";
  }

  /** The words before a command that give it a root user and an own set of mounts. */
  private List<String> apart() throws InterruptedException {
    Ended root = quick(APART);
    if (root.succeeded()) {
      return APART;
    }
    List<String> mapped = new ArrayList<>(APART);
    mapped.addAll(AS_ROOT);
    Ended user = quick(mapped);
    if (user.succeeded()) {
      return mapped;
    }
    throw new EnvironmentException(
        "a Debian system cannot be made by this user ("
            + user.lastLine()
            + "): as root, apt-get install uidmap, usermod --add-subuids 100000-165535"
            + " --add-subgids 100000-165535 NAME, and allow user namespaces; or prove as root");
  }

  private Ended quick(List<String> words) throws InterruptedException {
    List<String> command = new ArrayList<>(words);
    command.add("true");
    return HostCommand.run(workplace, "apart", command, Map.of(), null, SHORT);
  }

  /** Puts a file or folder where it will lie on the machine, with its mode. */
  private static void stage(Path from, Path files, String inside) throws IOException {
    Path to = files.resolve(inside.replaceFirst("^/+", "")).normalize();
    if (!inside.startsWith("/") || !to.startsWith(files) || to.equals(files)) {
      throw new EnvironmentException(
          "'" + inside + "' is no place on a machine: files in a recipe go to an absolute path");
    }
    Path source = from.toRealPath();
    Files.createDirectories(to.getParent());
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(source.relativize(dir).toString());
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(dir));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(source.relativize(file).toString()),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING,
                LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Removes a tree, also one that belongs to the users of a namespace. */
  void clear(Path tree) throws IOException, InterruptedException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("rm", "-rf", "--one-file-system"));
    command.add(tree.toString());
    Ended ended = HostCommand.run(workplace, "clear", command, Map.of(), null, SHORT);
    if (!ended.succeeded()) {
      List<String> mapped = new ArrayList<>(APART);
      mapped.addAll(AS_ROOT);
      mapped.addAll(command);
      ended = HostCommand.run(workplace, "clear", mapped, Map.of(), null, SHORT);
    }
    if (!ended.succeeded()) {
      throw new EnvironmentException(
          "could not remove what is left of a system in " + tree + ": " + ended.lastLine());
    }
  }
}
