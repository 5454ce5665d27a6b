package dev.sluice.proving.environment.qemu;

import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.FileDigests;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.MeasuredBoots;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The driver {@code qemu} for one environment of the pipeline file. */
public final class QemuEnvironment implements Environment {
  /** A warm state's disk and devices, beside its memory. */
  private static final long ROOM_BESIDE_MEMORY = 512L * 1024 * 1024;

  private static final int RANDOM_BYTES = 64;

  private final EnvironmentSpec.Qemu spec;
  private final @Nullable Duration statedDeadline;
  private final Workplace workplace;
  private final Path evidence;
  private final InputsDisk inputs;
  private final CommandLine.Hardware hardware;
  private final GuestImage image;
  private final EnvironmentFacts facts;
  private final MeasuredBoots measured;
  private final WarmStore warm;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  private QemuEnvironment(
      EnvironmentSpec environment,
      EnvironmentSpec.Qemu spec,
      Workplace workplace,
      Folders folders,
      Found found,
      InstantSource clock,
      Consumer<String> progress) {
    this.spec = spec;
    this.statedDeadline = environment.deadline();
    this.workplace = workplace;
    this.evidence = folders.evidence();
    this.inputs = found.inputs();
    this.hardware = found.hardware();
    this.image = found.image();
    this.measured = found.measured();
    this.warm = new WarmStore(folders.cache(), clock, progress);
    this.clock = clock;
    this.facts =
        new EnvironmentFacts(
            environment.name(),
            "qemu",
            found.version(),
            hardware.accelerator(),
            "vm",
            EnvironmentFacts.Platform.LINUX,
            image.digest(),
            image.kernelDigest(),
            environment.standsFor(),
            List.of());
  }

  private record Found(
      CommandLine.Hardware hardware,
      String version,
      GuestImage image,
      InputsDisk inputs,
      MeasuredBoots measured) {}

  /**
   * Makes the environment ready: finds QEMU, chooses the accelerator, builds the image when it is
   * not cached.
   *
   * @param folders {@code pipeline}: paths in the file are relative to it; {@code cache}: images,
   *     warm states and measurements; {@code evidence}: consoles and logs of every boot go there;
   *     {@code inputs}: a folder whose files each guest sees, read-only
   * @param clock what a guest's clock is set to that was kept warm
   * @param progress told in words what takes long
   * @throws EnvironmentException when the environment cannot be had, with the way out
   */
  public static QemuEnvironment open(
      EnvironmentSpec environment,
      EnvironmentSpec.Qemu spec,
      Workplace workplace,
      Folders folders,
      InstantSource clock,
      Consumer<String> progress)
      throws InterruptedException {
    String program = program(spec.architecture());
    String version = Programs.version(workplace, program);
    GuestImage image =
        new GuestImages(folders.cache(), workplace, progress).get(spec, folders.pipeline());
    String inputsName = environment.name() + ".inputs";
    Path inputsFile = workplace.folder().resolve(inputsName + ".img");
    InputsDisk inputs =
        switch (image) {
          case GuestImage.Micro _ ->
              InputsDisk.exact(workplace, inputsName, folders.inputs(), inputsFile);
          case GuestImage.Whole _ ->
              InputsDisk.ofSizeClass(workplace, inputsName, folders.inputs(), inputsFile);
        };
    String accelerator;
    MeasuredBoots measured;
    try {
      accelerator =
          isOfThisHost(spec.architecture())
              ? Accelerator.choose(workplace, folders.cache(), program, version, kernel(image))
              : "tcg";
      measured =
          new MeasuredBoots(measurements(spec, folders.pipeline(), folders.cache(), accelerator));
    } catch (IOException e) {
      throw new EnvironmentException("could not make ready to boot: " + Sentences.of(e), e);
    }
    var hardware =
        new CommandLine.Hardware(program, spec.architecture(), accelerator, spec.memoryMebibytes());
    return new QemuEnvironment(
        environment,
        spec,
        workplace,
        folders,
        new Found(hardware, version, image, inputs, measured),
        clock,
        progress);
  }

  private static String program(Architecture architecture) {
    return switch (architecture) {
      case AMD64 -> Programs.find("qemu-system-x86_64", "qemu-system-x86");
      case ARM64 -> Programs.find("qemu-system-aarch64", "qemu-system-arm");
    };
  }

  private static boolean isOfThisHost(Architecture architecture) {
    return System.getProperty("os.arch")
        .equals(
            switch (architecture) {
              case AMD64 -> "amd64";
              case ARM64 -> "aarch64";
            });
  }

  private static @Nullable Path kernel(GuestImage image) {
    return switch (image) {
      case GuestImage.Micro micro -> micro.kernel();
      case GuestImage.Whole whole -> whole.direct() == null ? null : whole.direct().kernel();
    };
  }

  @Override
  public EnvironmentFacts facts() {
    return facts;
  }

  @Override
  public boolean isSingle() {
    return false;
  }

  @Override
  public Reach reach() {
    return switch (image) {
      case GuestImage.Micro _ -> Reach.WHILE_OFF;
      case GuestImage.Whole _ -> Reach.WHILE_RUNNING;
    };
  }

  @Override
  public Machine create(String name) {
    return switch (image) {
      case GuestImage.Micro micro -> new QemuMachine(this, workplace, micro, name);
      case GuestImage.Whole whole -> new WholeMachine(this, workplace, whole, name);
    };
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
        .resolve(GuestImages.identity(spec, pipelineFolder) + "-" + accelerator);
  }

  @Override
  public Optional<Duration> typicalBoot() {
    return measured.median();
  }

  @Override
  public Duration deadline() {
    if (statedDeadline != null) {
      return statedDeadline;
    }
    Optional<Duration> median = measured.median();
    Duration derived = MeasuredBoots.deadline(median.orElse(null), loadPerCore());
    // A whole system that was never booted here may take long: five minutes on a quiet host.
    return median.isEmpty() && spec.isWhole() ? derived.multipliedBy(5).dividedBy(2) : derived;
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

  /** The machine's state before a candidate reaches it, kept or made now; empty if it cannot be. */
  Optional<WarmState> warmState(GuestImage.Whole whole, Beginning beginning, Make make)
      throws InterruptedException {
    return warm.findOrMake(
        warmKey(whole, beginning),
        facts.name(),
        facts.driverVersion(),
        folder -> make.make(beginning, folder));
  }

  /** A machine that makes a warm state of its kind. */
  interface Make {
    String make(Beginning beginning, Path into) throws InterruptedException, WarmStore.NotKept;
  }

  /** Whatever a restored machine could depend on: another key for anything else. */
  private String warmKey(GuestImage.Whole whole, Beginning beginning) {
    Path nowhere = Path.of("-");
    GuestImage.Direct direct = direct(whole);
    List<String> words =
        CommandLine.whole(
            new CommandLine.Hardware(
                "-", hardware.architecture(), hardware.accelerator(), hardware.memoryMebibytes()),
            spec.network(),
            whole,
            direct == null
                ? null
                : new GuestImage.Direct(
                    nowhere, direct.initrd() == null ? null : nowhere, direct.cmdline()),
            new CommandLine.WholeFiles(
                nowhere, nowhere, nowhere, nowhere, nowhere, nowhere, nowhere),
            new CommandLine.Memory.Copied(nowhere));
    MessageDigest all = FileDigests.sha256();
    for (String line :
        List.of(
            "warm state 1",
            "qemu " + facts.driverVersion(),
            "command line " + words,
            "image " + image.digest().hex() + " " + image.kernelDigest().hex(),
            "disk " + whole.disk().file(), // the kept disk is an overlay that names it
            "inputs " + inputs.mebibytes(),
            "beginning " + beginning.identity())) {
      all.update((line.length() + " " + line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return FileDigests.hex(all.digest()).substring(0, 32);
  }

  void discard(WarmState state, String why) {
    warm.discard(state.key(), why);
  }

  /** QEMU would be killed by a write to memory that the disk has no room for. */
  void requireRoomToKeep(Path folder) throws WarmStore.NotKept {
    long needed = hardware.memoryMebibytes() * 1024L * 1024 + ROOM_BESIDE_MEMORY;
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < needed) {
        throw new WarmStore.NotKept(
            "it takes up to " + mebibytes(needed) + ", and " + mebibytes(free) + " are free");
      }
    } catch (IOException e) {
      throw new WarmStore.NotKept(Sentences.of(e));
    }
  }

  private static String mebibytes(long bytes) {
    return bytes / (1024 * 1024) + " MiB";
  }

  List<String> commandLine(
      GuestImage.Whole whole, CommandLine.WholeFiles files, CommandLine.Memory memory) {
    return CommandLine.whole(hardware, spec.network(), whole, direct(whole), files, memory);
  }

  private GuestImage.@Nullable Direct direct(GuestImage.Whole whole) {
    GuestImage.Direct direct = whole.direct();
    return direct == null
        ? null
        : new GuestImage.Direct(direct.kernel(), direct.initrd(), kernelLine(direct.cmdline()));
  }

  /** By which a whole machine may answer: whichever of them does. */
  List<GuestChannel> channels(Launch.Watched watched) {
    List<GuestChannel> channels = new ArrayList<>();
    for (GuestPort port : watched.ports()) {
      channels.add(
          port.id().equals(CommandLine.LINE_PORT)
              ? new LineChannel(port, watched.vigil())
              // An agent outlives its machine's being kept, and remembers requests of that time.
              : new AgentChannel(port, watched.vigil(), random.nextInt(1, 1 << 30)));
    }
    return channels;
  }

  String afterRestore() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Preparation.afterRestore(clock.instant(), bytes);
  }

  Path picture(String title) {
    return evidence.resolve(title + ".screen.png");
  }

  InputsDisk inputs() {
    return inputs;
  }

  CommandLine.Hardware hardware() {
    return hardware;
  }

  String stateMount() {
    return spec.stateMount();
  }

  /**
   * What an image's kernel is told, and what the environment adds. An emulated PC is told not to
   * test its timer: the test counts ticks against a loop, and on a busy host it panics now and
   * then.
   */
  String kernelLine(String ofImage) {
    String untested =
        hardware.architecture() == Architecture.AMD64 && hardware.accelerator().equals("tcg")
            ? " no_timer_check "
            : " ";
    return (ofImage + untested + String.join(" ", spec.parameters())).strip();
  }
}
