package dev.sluice.proving.run;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.proving.check.Exchange;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Machines on paper: they keep what is placed on them, say what is in force, and otherwise do what
 * a story says. Counts what was made, what is on, and what was left open.
 */
final class PaperEnvironment implements Environment {
  /** What a machine does from here on. */
  enum Event {
    WORKS,
    PANICS,
    REBOOTS,
    GOES_SILENT,
    EMULATOR_ENDS,
    /** The driver cannot even start it. */
    CANNOT_START,
    /** A mistake in the prover itself. */
    BREAKS_THE_PROVER,
    /** Runs well with what it had before. */
    KEEPS_THE_OLD,
    IS_UNWELL,
    PANICS_AT_SHUTDOWN,
    /** Never answers, and no deadline ends it. */
    WAITS
  }

  /**
   * When a story is asked.
   *
   * @param machine its name
   * @param boot of this machine, from 1
   * @param live whether the running machine just took something, instead of booting
   * @param active what lies on its disk
   */
  record Moment(String machine, int boot, boolean live, List<Release> active) {
    boolean isControl() {
      return machine.startsWith("control-");
    }

    boolean isRetry() {
      return machine.contains(".retry") || machine.startsWith("control-1");
    }

    boolean has(String title) {
      return active.stream().anyMatch(r -> r.title().equals(title));
    }
  }

  /** Decides what happens. */
  interface Story {
    Event at(Moment moment);
  }

  static final String INPUTS = "/in";

  private final Story story;
  private final Turns turns;
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<String> boots = new ArrayList<>();
  private final List<String> machines = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private int on;
  private int mostOn;
  private int waiting;
  private boolean single;
  private Reach reach = Reach.WHILE_OFF;

  PaperEnvironment(Story story, Turns turns) {
    this.story = story;
    this.turns = turns;
  }

  /** From now on there is one machine: a second one cannot be made while it is open. */
  PaperEnvironment single() {
    single = true;
    return this;
  }

  /** From now on machines take releases while they are on. */
  PaperEnvironment whileRunning() {
    reach = Reach.WHILE_RUNNING;
    return this;
  }

  /** Where a release's file is said to be; a paper machine never opens it. */
  static Path file(Release release) {
    return Path.of(release.artifact().value(), release.version().value());
  }

  static String input(Release release) {
    return file(release).toString();
  }

  /** Every boot as {@code MACHINE BOOT}, in the order in which they began. */
  synchronized List<String> boots() {
    return List.copyOf(boots);
  }

  synchronized List<String> machines() {
    return List.copyOf(machines);
  }

  /** Machines and boots that nobody closed. */
  synchronized List<String> leftOpen() {
    return List.copyOf(open);
  }

  /** The most machines that were on at one time. */
  synchronized int mostOn() {
    return mostOn;
  }

  synchronized void awaitWaiting(int count) throws InterruptedException {
    while (waiting < count) {
      wait();
    }
  }

  @Override
  public EnvironmentFacts facts() {
    Digest none = new Digest("0".repeat(64));
    return new EnvironmentFacts(
        "paper",
        "paper",
        "1",
        "none",
        "process",
        EnvironmentFacts.Platform.LINUX,
        none,
        none,
        new TreeMap<>(),
        List.of());
  }

  @Override
  public boolean isSingle() {
    return single;
  }

  @Override
  public Reach reach() {
    return reach;
  }

  @Override
  public Optional<Duration> typicalBoot() {
    return Optional.empty();
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(20);
  }

  @Override
  public synchronized Machine create(String name) {
    if (machines.contains(name)) {
      throw new IllegalStateException("a second machine called " + name);
    }
    if (single && !open.isEmpty()) {
      throw new IllegalStateException("the one machine is in the hands of " + open);
    }
    machines.add(name);
    open.add(name);
    return new PaperMachine(name);
  }

  private synchronized void switchedOn(String boot) {
    boots.add(boot);
    open.add(boot);
    on++;
    mostOn = Math.max(mostOn, on);
  }

  private synchronized void end(String boot) {
    if (open.remove(boot)) {
      on--;
      turns.switchedOff();
    }
  }

  private void waitForEver() throws InterruptedException {
    synchronized (this) {
      waiting++;
      notifyAll();
    }
    never.await();
  }

  private final class PaperMachine implements Machine {
    private final String name;
    private final Map<String, Release> disk = new TreeMap<>();
    private int count;

    PaperMachine(String name) {
      this.name = name;
    }

    @Override
    public void place(Path file, String at) {
      ArtifactName artifact = new ArtifactName(String.valueOf(file.getParent()));
      disk.put(
          at, dev.sluice.proving.Examples.release(artifact.value(), file.getFileName().toString()));
    }

    @Override
    public void remove(String at) {
      disk.remove(at);
    }

    @Override
    public Begun begin(Beginning beginning) throws InterruptedException {
      RunningMachine boot = boot();
      boolean begun = false;
      try {
        String notes = beginning.bring(boot, deadline());
        begun = true;
        return new Begun(boot, notes);
      } finally {
        if (!begun) {
          boot.close();
        }
      }
    }

    @Override
    public RunningMachine boot() {
      count++;
      Event event = story.at(new Moment(name, count, false, List.copyOf(disk.values())));
      if (event == Event.CANNOT_START) {
        throw new EnvironmentException("the emulator cannot be started");
      }
      String boot = name + " " + count;
      turns.switchedOn();
      switchedOn(boot);
      return new Boot(this, boot, event);
    }

    @Override
    public void close() {
      synchronized (PaperEnvironment.this) {
        open.remove(name);
      }
    }
  }

  private final class Boot implements RunningMachine {
    private final PaperMachine machine;
    private final String name;
    private Event event;
    private String console = "init: starting\n";

    Boot(PaperMachine machine, String name, Event event) {
      this.machine = machine;
      this.name = name;
      this.event = event;
    }

    /** The machine's end, when the story has one here. */
    private Dead dies(Death.Kind kind) {
      if (kind == Death.Kind.PANICKED) {
        console += "[    1.500000] Kernel panic - not syncing: Fatal exception\n";
      }
      return new Dead(new Death(kind, Duration.ofMillis(1700), "as the story says"));
    }

    @Override
    public Start awaitReady() throws InterruptedException {
      turns.pass(name);
      return switch (event) {
        case PANICS -> dies(Death.Kind.PANICKED);
        case REBOOTS -> dies(Death.Kind.REBOOTED);
        case GOES_SILENT -> dies(Death.Kind.SILENT);
        case EMULATOR_ENDS -> dies(Death.Kind.EMULATOR_ENDED);
        case BREAKS_THE_PROVER -> throw new IllegalStateException("a mistake");
        case WAITS -> {
          turns.switchedOff();
          waitForEver();
          throw new IllegalStateException("waiting never ends but by an interrupt");
        }
        case WORKS, KEEPS_THE_OLD, IS_UNWELL, PANICS_AT_SHUTDOWN, CANNOT_START ->
            new Ready(Duration.ofMillis(1500));
      };
    }

    @Override
    public Answer run(String script, Duration limit) throws InterruptedException {
      if (!script.contains("sluice-begin")) {
        turns.pass(name);
        return new Exited(0, "sluice-taint 0\n", Duration.ofMillis(100)); // asked alone: its health
      }
      var output = new StringBuilder();
      for (Exchange.Question question : Exchange.questions(script)) {
        turns.pass(name);
        console += question.mark() + "\n";
        String asked = question.body();
        if (asked.contains("sluice-meter")) {
          output.append(question.answered(0, "sluice-meter 100 100000 100"));
        } else if (asked.endsWith("'in-force'")) {
          output.append(question.answered(0, inForce()));
        } else if (asked.startsWith("'take'") || asked.startsWith("'install'")) {
          Dead dead = take(asked);
          if (dead != null) {
            return dead;
          }
          output.append(question.answered(0, ""));
        } else {
          output.append(question.answered(event == Event.IS_UNWELL ? 1 : 0, "sluice-taint 0"));
        }
      }
      return new Exited(0, output.toString(), Duration.ofMillis(100));
    }

    private String inForce() {
      return machine.disk.values().stream()
          .map(
              r ->
                  r.artifact()
                      + " "
                      + (event == Event.KEEPS_THE_OLD && r.artifact().value().equals("channel")
                          ? "290"
                          : r.version()))
          .collect(Collectors.joining("\n"));
    }

    private @Nullable Dead take(String script) {
      String[] path = script.substring(script.indexOf(INPUTS), script.length() - 1).split("/", -1);
      Release taken = dev.sluice.proving.Examples.release(path[2], path[3]);
      machine.disk.put(at(taken.artifact()), taken);
      event =
          story.at(
              new Moment(machine.name, machine.count, true, List.copyOf(machine.disk.values())));
      return switch (event) {
        case PANICS -> dies(Death.Kind.PANICKED);
        case REBOOTS -> dies(Death.Kind.REBOOTED);
        case GOES_SILENT -> dies(Death.Kind.SILENT);
        case EMULATOR_ENDS -> dies(Death.Kind.EMULATOR_ENDED);
        case BREAKS_THE_PROVER -> throw new IllegalStateException("a mistake");
        case WORKS, KEEPS_THE_OLD, IS_UNWELL, PANICS_AT_SHUTDOWN, CANNOT_START, WAITS -> null;
      };
    }

    @Override
    public String inputs() {
      return INPUTS;
    }

    @Override
    public Stop powerOff() throws InterruptedException {
      turns.pass(name);
      return event == Event.PANICS_AT_SHUTDOWN ? dies(Death.Kind.PANICKED) : new Off();
    }

    @Override
    public String console() {
      return console;
    }

    @Override
    public void close() {
      end(name);
    }
  }

  /** Where an artifact lies on a paper machine. */
  static String at(ArtifactName artifact) {
    return "/var/lib/" + artifact;
  }

  static Map<ArtifactName, String> places(Combination combination) {
    Map<ArtifactName, String> places = new TreeMap<>();
    places.put(combination.application().artifact(), at(combination.application().artifact()));
    combination.data().forEach(r -> places.put(r.artifact(), at(r.artifact())));
    return places;
  }
}
