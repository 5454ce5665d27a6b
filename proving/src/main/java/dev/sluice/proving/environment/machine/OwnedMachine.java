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
  private final Turn turn;
  private final Turn.Holding holding;
  private @Nullable SshBoot boot;
  private @Nullable String marker;
  private int boots;
  private boolean closed;

  OwnedMachine(MachineEnvironment environment, String name, Turn turn, Turn.Holding holding) {
    this.environment = environment;
    this.name = name;
    this.turn = turn;
    this.holding = holding;
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
    marker = null;
    SshBoot on =
        start(
            () -> {
              environment.commands().powerOff(name);
              environment.commands().restore(name);
            });
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
    return start(() -> environment.commands().powerOff(name));
  }

  /**
   * Takes the machine into use until the boot is closed.
   *
   * @param before what is done while it is off
   */
  private SshBoot start(Uninterrupted.Work before) throws InterruptedException {
    if (boot != null) {
      boot.close();
    }
    turn.use(holding);
    boolean started = false;
    try {
      before.run();
      SshBoot on =
          new SshBoot(environment, name + ".boot-" + ++boots, marker, () -> turn.leave(holding));
      boot = on;
      started = true;
      on.switchOn();
      return on;
    } finally {
      if (!started) {
        turn.leave(holding);
      }
    }
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
      turn.giveBack(holding);
    }
  }
}
