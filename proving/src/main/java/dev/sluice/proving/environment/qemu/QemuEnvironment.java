package dev.sluice.proving.environment.qemu;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.MeasuredBoots;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The driver {@code qemu} for one environment of the pipeline file. */
public final class QemuEnvironment implements Environment {
  private static final String PROGRAM = "qemu-system-x86_64";

  /** The oldest QEMU this was run with; older ones may work and are refused, since nobody knows. */
  private static final int OLDEST_MAJOR = 7;

  private final EnvironmentSpec.Qemu spec;
  private final @Nullable Duration statedDeadline;
  private final Workplace workplace;
  private final Path evidence;
  private final Path inputs;
  private final String program;
  private final GuestImage image;
  private final EnvironmentFacts facts;
  private final MeasuredBoots measured;

  private QemuEnvironment(
      EnvironmentSpec environment,
      EnvironmentSpec.Qemu spec,
      Workplace workplace,
      Path evidence,
      Path inputs,
      Found found) {
    this.spec = spec;
    this.statedDeadline = environment.deadline();
    this.workplace = workplace;
    this.evidence = evidence;
    this.inputs = inputs;
    this.program = found.program();
    this.image = found.image();
    this.measured = found.measured();
    this.facts =
        new EnvironmentFacts(
            environment.name(),
            "qemu",
            found.version(),
            found.accelerator(),
            "vm",
            EnvironmentFacts.Platform.LINUX,
            image.digest(),
            image.kernelDigest(),
            environment.standsFor(),
            List.of());
  }

  private record Found(
      String program,
      String version,
      String accelerator,
      GuestImage image,
      MeasuredBoots measured) {}

  /** Where the prover keeps things, for {@link #open}. */
  public record Folders(Path pipeline, Path cache, Path evidence, Path inputs) {}

  /**
   * Makes the environment ready: finds QEMU, chooses the accelerator, builds the image when it is
   * not cached.
   *
   * @param folders {@code pipeline}: paths in the file are relative to it; {@code cache}: images
   *     and measurements; {@code evidence}: consoles and logs of every boot go there; {@code
   *     inputs}: a folder whose files each guest sees, read-only
   * @param progress told in words what takes long
   * @throws EnvironmentException when the environment cannot be had, with the way out
   */
  public static QemuEnvironment open(
      EnvironmentSpec environment,
      EnvironmentSpec.Qemu spec,
      Workplace workplace,
      Folders folders,
      Consumer<String> progress)
      throws InterruptedException {
    String program = find(PROGRAM, System.getenv("PATH"));
    String version = version(workplace, program);
    GuestImage image =
        new GuestImages(folders.cache(), workplace, progress).get(spec.image(), folders.pipeline());
    Path inputsDisk = workplace.folder().resolve(environment.name() + ".inputs.img");
    Ext4.ofFolder(workplace, environment.name() + ".inputs", folders.inputs(), inputsDisk);
    String accelerator;
    MeasuredBoots measured;
    try {
      accelerator =
          Accelerator.choose(workplace, folders.cache(), program, version, image.kernel());
      measured =
          new MeasuredBoots(measurements(spec, folders.pipeline(), folders.cache(), accelerator));
    } catch (IOException e) {
      throw new EnvironmentException("could not make ready to boot: " + Sentences.of(e), e);
    }
    return new QemuEnvironment(
        environment,
        spec,
        workplace,
        folders.evidence(),
        inputsDisk,
        new Found(program, version, accelerator, image, measured));
  }

  /** Looked up at every start: an emulator that was just installed or removed is noticed. */
  static String find(String name, @Nullable String path) {
    for (String folder : (path == null ? "/usr/bin:/bin" : path).split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return candidate.toAbsolutePath().toString();
      }
    }
    throw new EnvironmentException(
        name + " is not on PATH; on Debian: apt-get install qemu-system-x86");
  }

  static String version(Workplace workplace, String program) throws InterruptedException {
    var ended =
        HostCommand.run(
            workplace,
            "qemu-version",
            List.of(program, "-version"),
            Map.of(),
            null,
            Duration.ofSeconds(10));
    Matcher version = Pattern.compile("version (([0-9]{1,4})\\.[0-9.]+)").matcher(ended.output());
    if (!ended.succeeded() || !version.find()) {
      throw new EnvironmentException(program + " does not tell its version: " + ended.lastLine());
    }
    if (Integer.parseInt(version.group(2)) < OLDEST_MAJOR) {
      throw new EnvironmentException(
          program
              + " is version "
              + version.group(1)
              + "; at least "
              + OLDEST_MAJOR
              + ".0 is needed");
    }
    return version.group(1);
  }

  @Override
  public EnvironmentFacts facts() {
    return facts;
  }

  @Override
  public Reach reach() {
    return Reach.WHILE_OFF;
  }

  @Override
  public Machine create(String name) {
    return new QemuMachine(this, workplace, name, image.state());
  }

  /**
   * The median of recent boots, known without opening the environment: nothing is built or started.
   */
  public static Optional<Duration> typicalBoot(
      EnvironmentSpec.Qemu spec, Path pipelineFolder, Path cache) {
    for (String accelerator : List.of("kvm", "tcg")) {
      try {
        Path file = measurements(spec, pipelineFolder, cache, accelerator);
        if (Files.exists(file)) {
          return new MeasuredBoots(file).median();
        }
      } catch (IOException | EnvironmentException e) {
        return Optional.empty(); // what is missing is said when the environment is opened
      }
    }
    return Optional.empty();
  }

  private static Path measurements(
      EnvironmentSpec.Qemu spec, Path pipelineFolder, Path cache, String accelerator)
      throws IOException {
    return cache
        .resolve("boots")
        .resolve(GuestImages.identity(spec.image(), pipelineFolder) + "-" + accelerator);
  }

  @Override
  public Optional<Duration> typicalBoot() {
    return measured.median();
  }

  @Override
  public Duration deadline() {
    return statedDeadline == null
        ? MeasuredBoots.deadline(measured.median().orElse(null), loadPerCore())
        : statedDeadline;
  }

  private static double loadPerCore() {
    try {
      String load = Files.readString(Path.of("/proc/loadavg"));
      return Double.parseDouble(load.substring(0, load.indexOf(' ')))
          / Runtime.getRuntime().availableProcessors();
    } catch (IOException e) {
      return 1;
    }
  }

  QemuBoot.Observer observer(String name) {
    return new QemuBoot.Observer() {
      @Override
      public void ready(Duration sinceStart) {
        measured.add(sinceStart);
      }

      @Override
      public void ended(QemuBoot boot) {
        try {
          Files.writeString(evidence.resolve(name + ".console.txt"), boot.console());
          Files.writeString(evidence.resolve(name + ".qmp.jsonl"), boot.qmpLog());
          Files.writeString(evidence.resolve(name + ".channel.txt"), boot.channelLog());
          measured.save();
        } catch (IOException e) {
          throw new EnvironmentException(
              "could not keep the console of " + name + ": " + Sentences.of(e), e);
        }
      }
    };
  }

  GuestImage image() {
    return image;
  }

  Path inputs() {
    return inputs;
  }

  String program() {
    return program;
  }

  String stateMount() {
    return spec.stateMount();
  }

  int memoryMebibytes() {
    return spec.memoryMebibytes();
  }

  String kernelParameters() {
    return (image.cmdline() + " " + String.join(" ", spec.parameters())).strip();
  }
}
