package dev.sluice.proving.environment.sandbox;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One sandbox that is started before any is relied on: what a host forbids shows only then. It has
 * no application, and is neither evidence nor a measurement.
 */
final class SandboxTrial {
  /** By the guest channel, the meter and the prover's own questions. */
  private static final String NEEDED =
      "base64 cat cp du head mkdir mkfifo rm setsid sha256sum sleep timeout";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int FEW = 8;

  private static final SandboxBoot.Observer NOBODY =
      new SandboxBoot.Observer() {
        @Override
        public void ready(Duration sinceStart) {}

        @Override
        public void ended(SandboxBoot boot) {}
      };

  private final SandboxEnvironment environment;
  private final Workplace workplace;
  private final String name;

  SandboxTrial(SandboxEnvironment environment, Workplace workplace) {
    this.environment = environment;
    this.workplace = workplace;
    this.name = environment.facts().name() + ".trial";
  }

  /**
   * Fails where sandboxes cannot be had.
   *
   * @throws EnvironmentException with the way out
   */
  void requireWhatEveryQuestionNeeds() throws InterruptedException {
    RunningMachine.Exited answer =
        answer("for p in " + NEEDED + "; do command -v $p >/dev/null || echo $p; done", 64);
    if (answer.status() != 0 || !answer.output().isBlank()) {
      throw new EnvironmentException(
          "the sandbox's root lacks programs that every question needs ("
              + String.join(", ", answer.output().strip().split("\n", -1))
              + "); a root made of Debian packages has them");
    }
  }

  /** Whether a process limit of the kernel's bites, as it does not where the prover is root. */
  boolean holdsProcesses() throws InterruptedException {
    String many =
        "i=0; while [ $i -lt " + 4 * FEW + " ]; do sleep 1 & i=$((i + 1)); done; echo all";
    return !answer(many, FEW).output().contains("all");
  }

  private RunningMachine.Exited answer(String script, int processes) throws InterruptedException {
    Path folder = workplace.folder().resolve(name);
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new EnvironmentException("could not try a sandbox: " + e.getMessage(), e);
    }
    StateFolder state = environment.emptyState(name, folder);
    Path status = folder.resolve("status");
    try (var _ = new SandboxMachine(environment, name, folder, state);
        var running = environment.boot(name, state, status, null, processes, NOBODY)) {
      return switch (running.awaitReady()) {
        case RunningMachine.Dead dead -> throw forbidden(dead, running.console());
        case RunningMachine.Ready _ ->
            switch (running.run(script, LIMIT)) {
              case RunningMachine.Dead dead -> throw forbidden(dead, running.console());
              case RunningMachine.Exited exited -> exited;
            };
      };
    }
  }

  private static EnvironmentException forbidden(RunningMachine.Dead dead, String console) {
    boolean spaces = console.contains("namespace") || console.contains("uid map");
    return new EnvironmentException(
        "a sandbox could not be started here: "
            + dead.death().detail()
            + (spaces
                ? "; user namespaces must be allowed: sysctl user.max_user_namespaces above 0,"
                    + " kernel.unprivileged_userns_clone=1 where there is such a key, and in a"
                    + " container a profile that lets them be made"
                : ""));
  }
}
