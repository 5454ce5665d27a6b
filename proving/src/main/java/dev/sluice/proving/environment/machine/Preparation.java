package dev.sluice.proving.environment.machine;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.environment.machine.Dialect.About;
import dev.sluice.proving.environment.machine.SentFiles.Comparison;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is made sure of before anything is asked of a machine that was just switched on: that it is
 * what the pipeline file says, that the owner's commands did what they claim, and that it has the
 * prover's files.
 */
final class Preparation {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final MachineEnvironment environment;
  private final Dialect dialect;
  private final SshBoot boot;

  Preparation(MachineEnvironment environment, Dialect dialect, SshBoot boot) {
    this.environment = environment;
    this.dialect = dialect;
    this.boot = boot;
  }

  /**
   * Prepares the machine.
   *
   * @param marker that a boot before this one planted; null on the first after a restore
   * @return how the machine died of it, if it did
   * @throws EnvironmentException when something is not as it was claimed
   */
  Optional<Dead> prepare(@Nullable String marker) throws InterruptedException {
    try {
      About about = about();
      boot.prepared(about, marker == null ? plant() : stillThere(marker));
      sendInputs();
      return Optional.empty();
    } catch (Died died) {
      return Optional.of(died.dead);
    }
  }

  /** Unwinds the steps above when the machine dies in one of them. */
  private static final class Died extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Dead dead;

    Died(Dead dead) {
      super(dead.death().detail());
      this.dead = dead;
    }
  }

  private Exited ask(String script, Duration limit) throws InterruptedException, Died {
    return switch (boot.run(script, limit)) {
      case Exited exited -> exited;
      case Dead dead -> throw new Died(dead);
    };
  }

  private About about() throws InterruptedException, Died {
    Exited exited = ask(dialect.about(), LIMIT);
    About about =
        About.read(exited.output())
            .orElseThrow(
                () ->
                    new EnvironmentException(
                        name()
                            + " does not say what it is (status "
                            + exited.status()
                            + "): "
                            + exited.output().lines().limit(3).toList()
                            + "; is shell right in the pipeline file?"));
    boolean linux = about.system().equals("Linux");
    if (linux != (environment.facts().platform() == Platform.LINUX)
        && environment.facts().platform() != Platform.WINDOWS) {
      throw new EnvironmentException(
          name()
              + " says that it runs "
              + about.system()
              + ", and stands-for says otherwise; correct os there (such as "
              + (linux ? "debian" : "macos")
              + "), since it decides what is asked of the machine's kernel");
    }
    return about;
  }

  private String markerPath() {
    return environment.spec().inputs() + ".marker";
  }

  private String plant() throws InterruptedException, Died {
    String found = ask(dialect.marker(markerPath()), LIMIT).output().strip();
    if (!found.isEmpty()) {
      throw new EnvironmentException(
          "restore did not restore "
              + name()
              + ": a marker of an earlier run is still there ("
              + markerPath()
              + ", planted by "
              + found.lines().findFirst().orElse("")
              + "); what that run left behind may be there too, so nothing is proven on it");
    }
    String content = "sluice run " + boot.name();
    Exited planted = ask(dialect.plant(markerPath(), content), LIMIT);
    if (planted.status() != 0) {
      throw new EnvironmentException(
          "no marker can be planted at "
              + markerPath()
              + " on "
              + name()
              + " (status "
              + planted.status()
              + "): "
              + planted.output().lines().limit(3).toList());
    }
    return content;
  }

  private String stillThere(String marker) throws InterruptedException, Died {
    String found = ask(dialect.marker(markerPath()), LIMIT).output().strip();
    if (!found.equals(marker)) {
      throw new EnvironmentException(
          "the marker of this run at "
              + markerPath()
              + " did not survive a cold boot of "
              + name()
              + ": power-off or power-on brings back an earlier state, or inputs lies in a folder"
              + " that is emptied at boot; a boot that forgets the candidate proves nothing");
    }
    return marker;
  }

  private void sendInputs() throws InterruptedException, Died {
    SentFiles inputs = environment.inputs();
    switch (compare(inputs)) {
      case Comparison.Unknown _ -> boot.copy(inputs.all());
      case Comparison.Wrong(var files) -> {
        if (!files.isEmpty()) {
          boot.copy(files);
          confirm(inputs);
        }
      }
    }
  }

  private void confirm(SentFiles inputs) throws InterruptedException, Died {
    if (compare(inputs) instanceof Comparison.Wrong(Map<String, Path> files) && !files.isEmpty()) {
      throw new EnvironmentException(
          files.size()
              + " files below "
              + environment.spec().inputs()
              + " on "
              + name()
              + " are not what was copied there, "
              + files.keySet().iterator().next()
              + " among them; something on the machine changes them");
    }
  }

  private Comparison compare(SentFiles inputs) throws InterruptedException, Died {
    String script = dialect.compare(environment.spec().inputs(), inputs.expected());
    return inputs.comparison(ask(script, inputs.limit()).output());
  }

  private String name() {
    return environment.facts().name();
  }
}
