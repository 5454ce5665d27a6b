package dev.sluice.proving.environment.sandbox;

import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine that is a folder of state, and nothing running until it is booted. */
final class SandboxMachine implements Machine {
  static final String INPUTS = "/run/sluice/in";
  static final String METER = "/run/sluice/meter";

  private final SandboxEnvironment environment;
  private final String name;
  private final Path folder;
  private final StateFolder state;
  private int boots;

  SandboxMachine(SandboxEnvironment environment, String name, Path folder, StateFolder state) {
    this.environment = environment;
    this.name = name;
    this.folder = folder;
    this.state = state;
  }

  @Override
  public void place(Path file, String at) {
    state.place(file, at);
  }

  @Override
  public void remove(String at) {
    state.remove(at);
  }

  @Override
  public Begun begin(Beginning beginning) throws InterruptedException {
    RunningMachine running = boot();
    if (!(running.awaitReady() instanceof RunningMachine.Ready)) {
      running.close();
      throw new EnvironmentException("the sandbox does not start even without the candidate");
    }
    return new Begun(running, beginning.bring(running, environment.deadline()));
  }

  @Override
  public RunningMachine boot() {
    String boot = name + ".boot-" + ++boots;
    return environment.start(boot, state, folder.resolve(boot + ".status"));
  }

  @Override
  public void close() {
    try {
      state.delete();
      try (var rest = Files.list(folder)) {
        for (Path file : rest.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new EnvironmentException("could not delete a sandbox: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the workplace clears it away
    }
  }
}
