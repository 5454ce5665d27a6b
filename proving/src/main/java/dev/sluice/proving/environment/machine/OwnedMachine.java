package dev.sluice.proving.environment.machine;

import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The owner's machine for the length of one run. */
final class OwnedMachine implements Machine {
  private final MachineEnvironment environment;
  private final String name;
  private @Nullable SshBoot boot;
  private @Nullable String marker;
  private int boots;
  private boolean closed;

  OwnedMachine(MachineEnvironment environment, String name) {
    this.environment = environment;
    this.name = name;
  }

  @Override
  public void place(Path file, String at) {
    throw new IllegalStateException("releases reach this machine only while it runs");
  }

  @Override
  public void remove(String at) {
    throw new IllegalStateException("releases reach this machine only while it runs");
  }

  @Override
  public Begun begin(Beginning beginning) throws InterruptedException {
    environment.commands().powerOff(name);
    environment.commands().restore(name);
    marker = null;
    SshBoot on = start();
    boolean begun = false;
    try {
      switch (on.awaitReady()) {
        case RunningMachine.Dead(var death) ->
            throw new EnvironmentException(
                environment.facts().name()
                    + " does not come up after it was restored: "
                    + (death.detail().isEmpty() ? "no answer" : death.detail())
                    + "; nothing of a candidate was on it yet");
        case RunningMachine.Ready _ -> {}
      }
      marker = on.marker();
      var answer = new Begun(on, beginning.bring(on, environment.deadline()));
      begun = true;
      return answer;
    } finally {
      if (!begun) {
        on.close();
      }
    }
  }

  @Override
  public RunningMachine boot() throws InterruptedException {
    if (marker == null) {
      throw new IllegalStateException("a machine of the owner's is begun before it is booted");
    }
    environment.commands().powerOff(name);
    return start();
  }

  private SshBoot start() throws InterruptedException {
    if (boot != null) {
      boot.close();
    }
    SshBoot on = new SshBoot(environment, name + ".boot-" + ++boots, marker);
    boot = on;
    on.switchOn();
    return on;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (boot != null) {
        boot.close();
      }
    } finally {
      environment.giveBack();
    }
  }
}
