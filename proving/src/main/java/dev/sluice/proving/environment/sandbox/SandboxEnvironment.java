package dev.sluice.proving.environment.sandbox;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.MeasuredBoots;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.debian.DebianImages;
import dev.sluice.proving.workplace.Enclosed;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The driver {@code process} for one environment of the pipeline file. */
public final class SandboxEnvironment implements Environment {
  /** Processes of the prover's in a sandbox, which the kernel's count of a user includes. */
  private static final int OURS = 7;

  private final EnvironmentSpec environment;
  private final EnvironmentSpec.Sandbox spec;
  private final Workplace workplace;
  private final Folders folders;
  private final Place place;
  private final Bounds bounds;
  private final EnvironmentFacts facts;
  private final MeasuredBoots measured;

  private SandboxEnvironment(
      EnvironmentSpec environment,
      EnvironmentSpec.Sandbox spec,
      Workplace workplace,
      Folders folders,
      Place place,
      Bounds bounds) {
    this.environment = environment;
    this.spec = spec;
    this.workplace = workplace;
    this.folders = folders;
    this.place = place;
    this.bounds = bounds;
    this.measured = new MeasuredBoots(measurements(folders.cache(), place.image()));
    this.facts =
        new EnvironmentFacts(
            environment.name(),
            "process",
            place.bubblewrap().version(),
            "none",
            "process",
            EnvironmentFacts.Platform.SANDBOX,
            place.image(),
            place.kernel(),
            environment.standsFor(),
            bounds.unenforced());
  }

  /** What a sandbox is made of here. */
  private record Place(
      Bubblewrap bubblewrap, RootTree root, Path init, Path meter, Digest image, Digest kernel) {}

  /** What of this host a sandbox is made with. */
  record Means(String bubblewrap, ControlGroups.Kernel kernel) {
    static final Means HERE = new Means("bwrap", ControlGroups.Kernel.HERE);
  }

  /**
   * Makes the environment ready: finds bubblewrap, makes the root when it is not cached, tries
   * which bounds can be set, and starts one sandbox for a trial.
   *
   * @param folders {@code pipeline}: paths in the file are relative to it; {@code cache}: roots and
   *     measurements; {@code evidence}: consoles and logs of every start go there; {@code inputs}:
   *     a folder whose files each sandbox sees, read-only
   * @param progress told in words what takes long
   * @throws EnvironmentException when the environment cannot be had, with the way out
   */
  public static SandboxEnvironment open(
      EnvironmentSpec environment,
      EnvironmentSpec.Sandbox spec,
      Workplace workplace,
      Folders folders,
      Consumer<String> progress)
      throws InterruptedException {
    return open(environment, spec, workplace, folders, progress, Means.HERE);
  }

  static SandboxEnvironment open(
      EnvironmentSpec environment,
      EnvironmentSpec.Sandbox spec,
      Workplace workplace,
      Folders folders,
      Consumer<String> progress,
      Means means)
      throws InterruptedException {
    Bubblewrap bubblewrap = Bubblewrap.find(workplace, environment.name(), means.bubblewrap());
    DebianImages debian = new DebianImages(folders.cache(), workplace, progress);
    RootTree root;
    Digest tree;
    switch (spec.root()) {
      case EnvironmentSpec.Root.Debian(var recipe) -> {
        root = new RootTree(debian.root(recipe, folders.pipeline()));
        tree = debian.rootDigest(recipe, folders.pipeline());
      }
      case EnvironmentSpec.Root.Folder(var folder) -> {
        root = new RootTree(folders.pipeline().resolve(folder).toAbsolutePath().normalize());
        progress.accept("reading " + folder);
        tree = root.digest(folders.cache().resolve("roots"));
      }
    }
    try {
      Path own = Files.createDirectory(workplace.folder().resolve(environment.name() + ".sandbox"));
      Path init =
          Files.writeString(
              own.resolve("init"), Enclosed.text(SandboxEnvironment.class, "init.sh"));
      Path meter =
          Files.writeString(
              own.resolve("meter"), Enclosed.text(SandboxEnvironment.class, "meter.sh"));
      meter.toFile().setExecutable(true, false);
      var place =
          new Place(
              bubblewrap,
              root,
              init,
              meter,
              image(tree, spec, bubblewrap),
              RootTree.digestOf(Files.readString(Path.of("/proc/version"))));
      ControlGroups groups =
          ControlGroups.find(
              means.kernel(),
              ProcessHandle.current().pid(),
              workplace.folder().getFileName() + "." + environment.name());
      return relied(
          bounds -> new SandboxEnvironment(environment, spec, workplace, folders, place, bounds),
          spec.bounds(),
          groups);
    } catch (IOException e) {
      throw new EnvironmentException("could not make a sandbox ready: " + e.getMessage(), e);
    }
  }

  /** With a process limit of the kernel's where no group can bound processes and it bites. */
  private static SandboxEnvironment relied(
      Function<Bounds, SandboxEnvironment> with,
      EnvironmentSpec.SandboxBounds asked,
      ControlGroups groups)
      throws InterruptedException {
    SandboxEnvironment opened = with.apply(new Bounds(asked, groups, false));
    new SandboxTrial(opened, opened.workplace).requireWhatEveryQuestionNeeds();
    if (opened.bounds.has(ControlGroups.Controller.PROCESSES)) {
      return opened;
    }
    SandboxEnvironment limited = with.apply(new Bounds(asked, groups, true));
    return new SandboxTrial(limited, limited.workplace).holdsProcesses() ? limited : opened;
  }

  private static Digest image(Digest tree, EnvironmentSpec.Sandbox spec, Bubblewrap bubblewrap) {
    Command start = spec.start();
    return RootTree.digestOf(
        String.join(
            "\n",
            tree.hex(),
            start == null ? "" : String.join("\0", start.words()),
            spec.stateMount(),
            spec.bounds().toString(),
            bubblewrap.version(),
            Enclosed.text(SandboxEnvironment.class, "init.sh")));
  }

  private static Path measurements(Path cache, Digest image) {
    return cache.resolve("boots").resolve("process-" + image);
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
    return Reach.WHILE_OFF;
  }

  @Override
  public Machine create(String name) {
    Path folder = workplace.folder().resolve(name);
    try {
      Files.createDirectory(folder);
      return new SandboxMachine(
          this,
          name,
          folder,
          new StateFolder(
              workplace,
              name,
              folder.resolve("state"),
              place.root().at(spec.stateMount()),
              spec.stateMount(),
              bounds.diskBytes()));
    } catch (IOException e) {
      throw new EnvironmentException("could not make a sandbox: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while a sandbox was made", e);
    }
  }

  @Override
  public Optional<Duration> typicalBoot() {
    return measured.median();
  }

  @Override
  public Duration deadline() {
    Duration stated = environment.deadline();
    return stated == null
        ? MeasuredBoots.deadline(measured.median().orElse(null), loadPerCore())
        : stated;
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

  /** Starts a sandbox with the application on a state folder. */
  RunningMachine start(String name, StateFolder state, Path status) {
    return boot(
        name,
        state,
        status,
        spec.start(),
        spec.bounds().processes(),
        new SandboxBoot.Observer() {
          @Override
          public void ready(Duration sinceStart) {
            measured.add(sinceStart);
          }

          @Override
          public void ended(SandboxBoot boot) {
            keep(name, boot);
          }
        });
  }

  private void keep(String name, SandboxBoot boot) {
    try {
      Files.writeString(folders.evidence().resolve(name + ".console.txt"), boot.console());
      Files.writeString(folders.evidence().resolve(name + ".channel.txt"), boot.channelLog());
      measured.save();
    } catch (IOException e) {
      throw new EnvironmentException(
          "could not keep the console of " + name + ": " + e.getMessage(), e);
    }
  }

  /** A state folder with nothing in it and without a bound. */
  StateFolder emptyState(String name, Path folder) throws InterruptedException {
    return new StateFolder(
        workplace,
        name,
        folder.resolve("state"),
        folder.resolve("nothing"),
        spec.stateMount(),
        Long.MAX_VALUE);
  }

  /**
   * Starts a sandbox on a state folder.
   *
   * @param start the application's; null for none
   * @param processes at most, where the kernel's limit bounds them
   */
  RunningMachine boot(
      String name,
      StateFolder state,
      Path status,
      @Nullable Command start,
      int processes,
      SandboxBoot.Observer observer) {
    List<String> inside = new ArrayList<>(bounds.limits());
    inside.addAll(
        place
            .bubblewrap()
            .words(
                new Bubblewrap.Furnishing(
                    place.root(),
                    spec.stateMount(),
                    state.folder(),
                    folders.inputs(),
                    place.init(),
                    place.meter(),
                    variables(processes),
                    bounds.memoryBytes())));
    if (start != null) {
      inside.addAll(start.words());
    }
    KeptGroups groups = KeptGroups.make(bounds, workplace.folder().getFileName() + "." + name);
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of("sh", "-c", Enclosed.text(SandboxEnvironment.class, "enter.sh"), "sluice-sandbox"));
    words.add(status.toString());
    words.add(Integer.toString(groups.groups().size()));
    groups.groups().forEach(group -> words.add(group.toString()));
    words.addAll(inside);
    try {
      return new SandboxBoot(
          new SandboxBoot.Start(
              workplace.start(name, words, Map.of(), null),
              groups,
              state,
              bounds,
              status,
              start == null ? null : environment.health().settle(),
              deadline()),
          observer);
    } catch (IOException e) {
      groups.close();
      throw new EnvironmentException("could not start a sandbox: " + e.getMessage(), e);
    }
  }

  private Map<String, String> variables(int processes) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    variables.put("HOME", "/root");
    variables.put("LANG", "C.UTF-8");
    variables.put("SLUICE_METER", SandboxMachine.METER);
    variables.put("SLUICE_STATE", spec.stateMount());
    variables.put("SLUICE_MEMORY_KIB", Long.toString(bounds.memoryBytes() / 1024));
    if (bounds.processesByLimit()) {
      variables.put("SLUICE_PROCESSES", Integer.toString(processes + OURS));
    }
    return variables;
  }
}
