package dev.sluice.proving.environment.machine;

import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The owner's commands, which run on this host in the folder of the pipeline file. */
final class OwnerCommands {
  /** Bringing a disk back may copy it. */
  static final Duration RESTORE_LIMIT = Duration.ofMinutes(30);

  static final Duration POWER_LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK_LIMIT = Duration.ofSeconds(30);

  private final EnvironmentSpec.OwnMachine spec;
  private final String environment;
  private final Workplace workplace;
  private final Path folder;
  private final AtomicInteger count = new AtomicInteger();

  OwnerCommands(
      EnvironmentSpec.OwnMachine spec, String environment, Workplace workplace, Path folder) {
    this.spec = spec;
    this.environment = environment;
    this.workplace = workplace;
    this.folder = folder;
  }

  void restore(String run) throws InterruptedException {
    must("restore", spec.restore().words(), run, RESTORE_LIMIT);
  }

  void powerOn(String run) throws InterruptedException {
    must("power-on", spec.powerOn().words(), run, POWER_LIMIT);
  }

  void powerOff(String run) throws InterruptedException {
    must("power-off", spec.powerOff().words(), run, POWER_LIMIT);
  }

  /** What the console has said since the last start; empty when that cannot be asked. */
  String console(String run) throws InterruptedException {
    Command console = spec.console();
    if (console == null) {
      return "";
    }
    HostCommand.Ended ended = run("console", console.words(), run, LOOK_LIMIT);
    return ended.succeeded()
        ? ended.output()
        : "[the command console " + how(ended, LOOK_LIMIT) + "]\n";
  }

  boolean hasConsole() {
    return spec.console() != null;
  }

  /** Keeps a picture of the display where there is one; a missing picture is no failure. */
  void screenshot(String run, Path to) throws InterruptedException {
    Command screenshot = spec.screenshot();
    if (screenshot != null) {
      List<String> words = new ArrayList<>(screenshot.words());
      words.add(to.toAbsolutePath().toString());
      run("screenshot", words, run, LOOK_LIMIT);
    }
  }

  private void must(String name, List<String> words, String run, Duration limit)
      throws InterruptedException {
    HostCommand.Ended ended = run(name, words, run, limit);
    if (!ended.succeeded()) {
      throw new EnvironmentException(
          "the command "
              + name
              + " of "
              + environment
              + " "
              + how(ended, limit)
              + "; run it by hand in "
              + folder
              + ": "
              + String.join(" ", words));
    }
  }

  private static String how(HostCommand.Ended ended, Duration limit) {
    return ended.status() == 124
        ? "did not end within " + limit.toSeconds() + " s"
        : "ended with status " + ended.status() + ": " + ended.lastLine();
  }

  private HostCommand.Ended run(String name, List<String> words, String run, Duration limit)
      throws InterruptedException {
    return HostCommand.run(
        workplace,
        environment + "." + name + "-" + count.incrementAndGet(),
        words,
        Map.of(
            "SLUICE_MACHINE_NAME",
            environment,
            "SLUICE_MACHINE_HOST",
            spec.ssh().host(),
            "SLUICE_MACHINE_PORT",
            Integer.toString(spec.ssh().port()),
            "SLUICE_RUN",
            run),
        folder,
        limit);
  }
}
