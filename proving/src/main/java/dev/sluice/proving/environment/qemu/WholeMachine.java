package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.cause.Deaths;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.environment.RunningMachine.Ready;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole system on an overlay of its own, by which nothing reaches the image. It begins from a
 * warm state where there is one, and every boot after that is a cold boot from the same disk.
 */
final class WholeMachine implements Machine {
  private static final Duration BEFORE_KEEPING = Duration.ofMinutes(1);
  private static final int MOST_NOTES = 64 * 1024;

  private final QemuEnvironment environment;
  private final Workplace workplace;
  private final GuestImage.Whole image;
  private final String name;
  private final Path folder;
  private final Path disk;
  private final Path variables;
  private boolean hasDisk;
  private int starts;

  WholeMachine(
      QemuEnvironment environment, Workplace workplace, GuestImage.Whole image, String name) {
    this.environment = environment;
    this.workplace = workplace;
    this.image = image;
    this.name = name;
    this.folder = workplace.folder().resolve(name);
    this.disk = folder.resolve(WarmState.DISK);
    this.variables = folder.resolve(WarmState.VARIABLES);
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new EnvironmentException("no room for a machine: " + Sentences.of(e), e);
    }
  }

  @Override
  public void place(Path file, String at) {
    throw new EnvironmentException(
        at + ": only a running machine of this kind takes files, and it is off");
  }

  @Override
  public void remove(String at) {
    throw new EnvironmentException(
        at + ": only a running machine of this kind gives files up, and it is off");
  }

  @Override
  public Begun begin(Beginning beginning) throws InterruptedException {
    Optional<WarmState> state = environment.warmState(image, beginning, this::make);
    if (state.isPresent()) {
      try {
        return new Begun(restore(state.get()), state.get().notes());
      } catch (Doubtful e) {
        environment.discard(state.get(), String.valueOf(e.getMessage()));
      }
    }
    return fromCold(beginning);
  }

  private Begun fromCold(Beginning beginning) throws InterruptedException {
    hasDisk = false;
    QemuBoot boot =
        start(next(), new CommandLine.Memory.Own(), disk, variables, image.disk(), null);
    boolean begun = false;
    try {
      if (boot.awaitReady() instanceof Dead dead) {
        throw new EnvironmentException(startless(dead, boot));
      }
      String notes = beginning.bring(boot, environment.deadline());
      begun = true;
      return new Begun(boot, notes);
    } finally {
      if (!begun) {
        boot.close();
      }
    }
  }

  private static String startless(Dead dead, QemuBoot boot) {
    return "the machine does not start even without the candidate: "
        + Deaths.cause(dead.death(), boot.console(), "while booting").what();
  }

  /** Why a restored machine is not believed. */
  private static final class Doubtful extends Exception {
    private static final long serialVersionUID = 1L;

    Doubtful(String why) {
      super(why);
    }
  }

  private QemuBoot restore(WarmState state) throws InterruptedException, Doubtful {
    hasDisk = false;
    Launch launch = next();
    QemuBoot boot =
        start(
            launch,
            new CommandLine.Memory.Copied(state.ram()),
            disk,
            variables,
            state.disk(),
            state);
    boolean believed = false;
    try {
      boot.vigil().becomesRestored(state.readUptime());
      WarmStart.restore(boot.vigil(), launch.socket("migration"), state.devices());
      believed = boot.awaitReady() instanceof Ready;
      if (!believed) {
        throw new Doubtful("the machine does not answer");
      }
      return boot;
    } catch (IOException e) {
      throw new Doubtful(Sentences.of(e));
    } catch (EnvironmentException e) {
      throw new Doubtful(String.valueOf(e.getMessage()));
    } finally {
      if (!believed) {
        boot.close();
      }
    }
  }

  /** Makes a warm state on a machine of its own, whose memory and disk lie where they stay. */
  private String make(Beginning beginning, Path into)
      throws InterruptedException, WarmStore.NotKept {
    environment.requireRoomToKeep(into);
    // Under a name of its own: the boots of two machines have the same numbers, whoever made it.
    var launch = new Launch(workplace, folder, name + ".making", 0);
    hasDisk = false;
    QemuBoot boot =
        start(
            launch,
            new CommandLine.Memory.Kept(into.resolve(WarmState.RAM)),
            into.resolve(WarmState.DISK),
            into.resolve(WarmState.VARIABLES),
            image.disk(),
            null);
    try {
      if (boot.awaitReady() instanceof Dead dead) {
        if (dead.death().isInfrastructure()) {
          throw new WarmStore.NotKept(dead.death().detail());
        }
        throw new EnvironmentException(startless(dead, boot));
      }
      String notes = beginning.bring(boot, environment.deadline());
      if (notes.length() > MOST_NOTES) {
        throw new EnvironmentException("a machine's beginning has more notes than are kept");
      }
      keep(boot, launch.socket("migration"), into);
      return notes;
    } finally {
      boot.close();
      hasDisk = false;
    }
  }

  private static void keep(QemuBoot boot, Path socket, Path into)
      throws InterruptedException, WarmStore.NotKept {
    try {
      if (!(boot.run(Preparation.BEFORE_KEEPING, BEFORE_KEEPING)
              instanceof Exited(int status, var said, var _))
          || status != 0) {
        throw new WarmStore.NotKept("its inputs disk is still in use");
      }
      Files.writeString(into.resolve(WarmState.UPTIME), said);
      WarmStart.save(boot.vigil(), socket, into.resolve(WarmState.DEVICES));
    } catch (EnvironmentException e) {
      throw new WarmStore.NotKept(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new WarmStore.NotKept(Sentences.of(e));
    }
  }

  @Override
  public RunningMachine boot() throws InterruptedException {
    return start(next(), new CommandLine.Memory.Own(), disk, variables, image.disk(), null);
  }

  private Launch next() {
    return new Launch(workplace, folder, name, ++starts);
  }

  /**
   * Starts QEMU.
   *
   * @param base what the disk is an overlay of, when there is none yet
   * @param state that is to be restored; null for a start from cold
   */
  private QemuBoot start(
      Launch launch,
      CommandLine.Memory memory,
      Path onDisk,
      Path withVariables,
      GuestImage.Disk base,
      @Nullable WarmState state)
      throws InterruptedException {
    if (!hasDisk) {
      makeDisk(onDisk, withVariables, base, state);
    }
    var files =
        new CommandLine.WholeFiles(
            launch.socket("qmp"),
            launch.socket(CommandLine.AGENT_PORT),
            launch.socket(CommandLine.SERIAL_PORT),
            launch.socket(CommandLine.LINE_PORT),
            onDisk,
            image.uefi() == null ? null : withVariables,
            environment.inputs().file());
    return launch.start(
        environment.commandLine(image, files, memory),
        List.of(CommandLine.AGENT_PORT, CommandLine.SERIAL_PORT, CommandLine.LINE_PORT),
        environment::channels,
        new Vigil.Manner(true, image.hasDisplay() ? environment.picture(launch.title()) : null),
        state == null ? Preparation.afterBoot() : environment.afterRestore(),
        environment.deadline(),
        environment.observer(launch.title()));
  }

  private void makeDisk(
      Path onDisk, Path withVariables, GuestImage.Disk base, @Nullable WarmState state)
      throws InterruptedException {
    try {
      Files.deleteIfExists(onDisk);
      Files.deleteIfExists(withVariables);
      new DiskImages(workplace).overlay(name, base, onDisk);
      GuestImage.Uefi uefi = image.uefi();
      if (uefi != null) {
        Files.copy(state == null ? uefi.variables() : state.variables(), withVariables);
        withVariables.toFile().setWritable(true, true);
      }
      hasDisk = true;
    } catch (IOException e) {
      throw new EnvironmentException("could not clone the disk: " + Sentences.of(e), e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(disk);
      Files.deleteIfExists(variables);
    } catch (IOException e) {
      throw new EnvironmentException("could not delete a disk: " + Sentences.of(e), e);
    }
  }
}
