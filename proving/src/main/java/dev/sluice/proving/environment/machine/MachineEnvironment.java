package dev.sluice.proving.environment.machine;

import com.jcraft.jsch.JSch;
import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.MeasuredBoots;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The driver {@code machine}: one machine of the owner's, which one run at a time has. */
public final class MachineEnvironment implements Environment {
  /** Systems with a POSIX shell whose state is not asked as Linux's is. */
  private static final Set<String> NOT_LINUX =
      Set.of("macos", "darwin", "freebsd", "openbsd", "netbsd", "illumos", "solaris", "aix");

  private final EnvironmentSpec.OwnMachine spec;
  private final @Nullable Duration statedDeadline;
  private final Path evidence;
  private final EnvironmentFacts facts;
  private final Door door;
  private final OwnerCommands commands;
  private final SentFiles inputs;
  private final MeasuredBoots measured;
  private final Turn turn;
  private final Time time;

  private MachineEnvironment(
      EnvironmentSpec environment,
      EnvironmentSpec.OwnMachine spec,
      Folders folders,
      EnvironmentFacts facts,
      Door door,
      OwnerCommands commands,
      Consumer<String> progress,
      Time time) {
    this.spec = spec;
    this.statedDeadline = environment.deadline();
    this.evidence = folders.evidence();
    this.facts = facts;
    this.door = door;
    this.commands = commands;
    this.inputs = SentFiles.of(folders.inputs());
    this.measured = new MeasuredBoots(measurements(environment.name(), spec, folders.cache()));
    this.turn = new Turn(environment.name(), progress);
    this.time = time;
  }

  /**
   * Checks what can be checked without touching the machine: the login, the pins, the settings.
   *
   * @param folders {@code pipeline}: paths and the owner's commands are relative to it; {@code
   *     cache}: measurements; {@code evidence}: consoles, pictures and exchanges of every boot go
   *     there; {@code inputs}: a folder whose files the machine is given
   * @param progress told in words what takes long
   * @throws EnvironmentException when the environment cannot be had, with the way out
   */
  public static MachineEnvironment open(
      EnvironmentSpec environment,
      EnvironmentSpec.OwnMachine spec,
      Workplace workplace,
      Folders folders,
      Consumer<String> progress) {
    return open(environment, spec, workplace, folders, progress, Time.OF_THIS_HOST);
  }

  static MachineEnvironment open(
      EnvironmentSpec environment,
      EnvironmentSpec.OwnMachine spec,
      Workplace workplace,
      Folders folders,
      Consumer<String> progress,
      Time time) {
    if (!spec.inputs().matches(absolute(spec.shell()))) {
      throw new EnvironmentException(
          environment.name()
              + ": inputs must be an absolute folder on the machine, such as "
              + (spec.shell() == EnvironmentSpec.Shell.POSIX
                  ? "/var/tmp/sluice"
                  : "C:/ProgramData/sluice")
              + ", and not "
              + spec.inputs());
    }
    var door = new Door(spec.ssh(), folders.pipeline());
    Digest identity = identity(spec, folders.pipeline(), door.pins().text());
    var facts =
        new EnvironmentFacts(
            environment.name(),
            "machine",
            "jsch " + JSch.VERSION,
            "none",
            "machine",
            platform(environment, spec),
            identity,
            identity,
            environment.standsFor(),
            List.of());
    return new MachineEnvironment(
        environment,
        spec,
        folders,
        facts,
        door,
        new OwnerCommands(spec, environment.name(), workplace, folders.pipeline()),
        progress,
        time);
  }

  private static String absolute(EnvironmentSpec.Shell shell) {
    return switch (shell) {
      case POSIX -> "/[^/\\p{Cntrl}][^\\p{Cntrl}]*";
      case POWERSHELL -> "[A-Za-z]:[/\\\\][^\\p{Cntrl}\"*?<>|]+";
    };
  }

  /** The machine itself is asked later, and a wrong answer here is an error then. */
  private static EnvironmentFacts.Platform platform(
      EnvironmentSpec environment, EnvironmentSpec.OwnMachine spec) {
    return switch (spec.shell()) {
      case POWERSHELL -> EnvironmentFacts.Platform.WINDOWS;
      case POSIX ->
          NOT_LINUX.contains(
                  environment.standsFor().getOrDefault("os", "").toLowerCase(Locale.ROOT))
              ? EnvironmentFacts.Platform.POSIX
              : EnvironmentFacts.Platform.LINUX;
    };
  }

  /**
   * Of what makes the machine as far as it lies here: how it is reached, its pinned keys, and the
   * owner's commands with the scripts beside the pipeline file that they name. What is inside a
   * machine of the owner's only the owner's commands know.
   */
  private static Digest identity(EnvironmentSpec.OwnMachine spec, Path folder, String pins) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      var ssh = spec.ssh();
      for (String part :
          List.of(ssh.host(), "" + ssh.port(), ssh.user(), spec.shell().name(), pins)) {
        add(digest, part.getBytes(StandardCharsets.UTF_8));
      }
      add(digest, spec.inputs().getBytes(StandardCharsets.UTF_8));
      for (Command command : Stream.of(spec.restore(), spec.powerOn(), spec.powerOff()).toList()) {
        for (String word : command.words()) {
          add(digest, word.getBytes(StandardCharsets.UTF_8));
          Path file = folder.resolve(word).normalize();
          if (file.startsWith(folder.normalize()) && Files.isRegularFile(file)) {
            add(digest, SmallFile.read(file, 16 << 20));
          }
        }
      }
      return new Digest(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, byte[] part) {
    digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(part);
  }

  private static Path measurements(String name, EnvironmentSpec.OwnMachine spec, Path cache) {
    String where = name + "-" + spec.ssh().host() + "-" + spec.ssh().port();
    return cache.resolve("boots").resolve("machine-" + where.replaceAll("[^A-Za-z0-9.-]", "_"));
  }

  /** The median of recent boots, known without opening the environment. */
  public static Optional<Duration> typicalBoot(
      EnvironmentSpec environment, EnvironmentSpec.OwnMachine spec, Path cache) {
    try {
      return new MeasuredBoots(measurements(environment.name(), spec, cache)).median();
    } catch (EnvironmentException e) {
      return Optional.empty(); // what is missing is said when the environment is opened
    }
  }

  @Override
  public EnvironmentFacts facts() {
    return facts;
  }

  @Override
  public boolean isSingle() {
    return true;
  }

  @Override
  public Reach reach() {
    return Reach.WHILE_RUNNING;
  }

  @Override
  public Optional<Duration> typicalBoot() {
    return measured.median();
  }

  @Override
  public Duration deadline() {
    // The machine is not this host's burden: how loaded this host is changes nothing.
    return statedDeadline == null
        ? MeasuredBoots.deadline(measured.median().orElse(null), 1)
        : statedDeadline;
  }

  /** Waits until the run that has the machine has closed it, or left it off for too long. */
  @Override
  public Machine create(String name) {
    try {
      return new OwnedMachine(this, name, turn, turn.take(name, deadline()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException(
          "stopped while waiting for " + facts.name() + ", which another run has", e);
    }
  }

  EnvironmentSpec.OwnMachine spec() {
    return spec;
  }

  Door door() {
    return door;
  }

  OwnerCommands commands() {
    return commands;
  }

  Time time() {
    return time;
  }

  SentFiles inputs() {
    return inputs;
  }

  void ready(Duration sinceStart) {
    measured.add(sinceStart);
  }

  /** Keeps what is worth looking at after a boot. */
  void keep(String name, String console, String exchange) {
    try {
      Files.writeString(evidence.resolve(name + ".console.txt"), console);
      Files.writeString(evidence.resolve(name + ".ssh.txt"), exchange);
    } catch (IOException e) {
      throw new EnvironmentException(
          "could not keep the console of " + name + ": " + e.getMessage(), e);
    }
    measured.save();
  }

  Path screen(String name) {
    return evidence.resolve(name + ".screen.png");
  }
}
