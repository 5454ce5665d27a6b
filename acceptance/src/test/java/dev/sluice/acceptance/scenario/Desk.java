package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A user's place on this machine: home, run-time folder, keys and memory of their own. What was
 * started from here is known by a mark in its environment, so that nothing of it can hide.
 */
final class Desk implements AutoCloseable {
  private static final String MARK = "SLUICE_TEST_DESK";
  private static final Path SOURCES = Path.of(System.getProperty("sluice.root"));

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> program = List.of(SOURCES.resolve("sluice").toString());
  private int calls;

  private Desk(Path root) {
    this.root = root;
  }

  /** A desk that uses the cache of whoever runs the tests, where guest and packages are. */
  static Desk open() {
    try {
      // A short name: a socket's path has at most 107 bytes.
      Path root = Files.createTempDirectory(Path.of("/tmp"), "desk-");
      Files.createDirectory(root.resolve("run"));
      var desk = new Desk(root);
      desk.environment.put(MARK, root.toString());
      desk.environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
      desk.environment.put("LANG", "C.UTF-8");
      desk.environment.put("HOME", Files.createDirectory(root.resolve("home")).toString());
      desk.environment.put("XDG_RUNTIME_DIR", root.resolve("run").toString());
      desk.environment.put("XDG_CACHE_HOME", ownersCacheHome().toString());
      desk.environment.put("SLUICE_INSTALL", "never");
      // Should a source be newer than the build, Maven is not to fill this home.
      desk.environment.put(
          "MAVEN_OPTS", "-Dmaven.repo.local=" + ownersHome().resolve(".m2/repository"));
      return desk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A desk with a cache of its own. Packages are the ones there are, so that nothing is fetched
   * again; of the guest images only what is built here.
   */
  static Desk withOwnCache() {
    Desk desk = open();
    try {
      Path cacheHome = Files.createDirectory(desk.root.resolve("cache"));
      Path cache = Files.createDirectory(cacheHome.resolve("sluice"));
      Path downloads = Files.createDirectories(ownersCache().resolve("downloads"));
      Files.createSymbolicLink(cache.resolve("downloads"), downloads);
      Path accelerator = ownersCache().resolve("accelerator");
      if (Files.exists(accelerator)) {
        // Else every desk would wait for a /dev/kvm that hangs.
        Files.copy(accelerator, cache.resolve("accelerator"));
      }
      desk.environment.put("XDG_CACHE_HOME", cacheHome.toString());
      return desk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path sources() {
    return SOURCES;
  }

  private static Path ownersHome() {
    return Path.of(System.getenv().getOrDefault("HOME", "/root"));
  }

  private static Path ownersCacheHome() {
    String stated = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    return stated.startsWith("/") ? Path.of(stated) : ownersHome().resolve(".cache");
  }

  static Path ownersCache() {
    return ownersCacheHome().resolve("sluice");
  }

  Path root() {
    return root;
  }

  Path home() {
    return root.resolve("home");
  }

  Path cache() {
    return Path.of(String.valueOf(environment.get("XDG_CACHE_HOME"))).resolve("sluice");
  }

  Desk with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** As if a probe had found that KVM does not work with this emulator, a stand-in. */
  Desk rememberTcg(Path program) {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      Ended said = start(List.of(program.toString(), "-version")).ended();
      var version = Pattern.compile("version ([0-9.]+)").matcher(said.out());
      assertThat(version.find()).as(said.out()).isTrue();
      Files.writeString(
          cache().resolve("accelerator"), boot + " " + program + " " + version.group(1) + " tcg\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Programs in this folder are found before all others. */
  Desk before(Path programs) {
    return with("PATH", programs + ":" + environment.get("PATH"));
  }

  /** Starts the program without its launcher, from the classes that are tested. */
  Desk withoutLauncher() {
    program = java("dev.sluice.cli.Main");
    return this;
  }

  /** How to start a class on this class path, sparingly. */
  static List<String> java(String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        main);
  }

  /** Proves a file as channel 291, with these options too. */
  Ended prove(String file, String pipeline, String... options) {
    return sluice(
        Stream.of(
                Stream.of("prove", "channel", "291", file),
                Stream.of(options),
                Stream.of("--pipeline", pipeline))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  /** The launcher, in this user's home folder, to its end. */
  Ended sluice(String... words) {
    return startSluice(words).ended();
  }

  Call startSluice(String... words) {
    return start(Stream.concat(program.stream(), Arrays.stream(words)).toList());
  }

  Call start(List<String> words) {
    int number = ++calls;
    Path out = root.resolve("call-" + number + ".out");
    Path err = root.resolve("call-" + number + ".err");
    var builder =
        new ProcessBuilder(words)
            .directory(home().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new Call(words, builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes that were started from here and still run, as {@code PID command line}. */
  List<String> processes() {
    byte[] mark = (MARK + "=" + root + "\0").getBytes(StandardCharsets.UTF_8);
    String text = new String(mark, StandardCharsets.ISO_8859_1);
    List<String> found = new ArrayList<>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        String commandLine = content(process.resolve("cmdline")).replace('\0', ' ').strip();
        // A sandbox clears the environment, but its files are named on the command line.
        if (content(process.resolve("environ")).contains(text)
            || commandLine.contains(root.toString())) {
          found.add(process.getFileName() + " " + commandLine);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // ended meanwhile, or somebody else's
    }
  }

  /** Everything that a prove must not leave: processes, sockets, files of its work folder. */
  private List<String> leftovers() {
    List<String> left = new ArrayList<>(processes());
    content(Path.of("/proc/net/unix"))
        .lines()
        .filter(line -> line.contains(root.toString()))
        .forEach(left::add);
    Path work = root.resolve("run");
    try (Stream<Path> files = Files.walk(work)) {
      // The folder of all this user's work stays, empty.
      files
          .filter(file -> work.relativize(file).getNameCount() > 1)
          .map(Path::toString)
          .forEach(left::add);
    } catch (UncheckedIOException | IOException e) {
      left.add("being removed: " + e.getMessage());
    }
    return left;
  }

  /** The limit is for the last of them to end, not for a prove. */
  void holdsNothing() {
    assertThat(Until.gone(Duration.ofSeconds(20), this::leftovers))
        .as("left behind by a prove")
        .isEmpty();
  }

  @Override
  public void close() {
    holdsNothing();
    Trees.remove(root);
  }
}
