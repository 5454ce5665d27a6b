package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small guest: its own clone of the state disk, and nothing running until it is booted. */
final class QemuMachine implements Machine {
  static final String INPUTS = "/run/sluice/in";

  private final QemuEnvironment environment;
  private final Workplace workplace;
  private final GuestImage.Micro image;
  private final String name;
  private final Path folder;
  private final Path state;
  private int boots;

  QemuMachine(
      QemuEnvironment environment, Workplace workplace, GuestImage.Micro image, String name) {
    this.environment = environment;
    this.workplace = workplace;
    this.image = image;
    this.name = name;
    this.folder = workplace.folder().resolve(name);
    this.state = folder.resolve("state.img");
    try {
      Files.createDirectory(folder);
      Files.copy(image.state(), state);
      state.toFile().setWritable(true, true);
    } catch (IOException e) {
      throw new EnvironmentException("could not clone the state disk: " + e.getMessage(), e);
    }
  }

  @Override
  public void place(Path file, String at) throws InterruptedException {
    Ext4.write(workplace, name + ".place", state, file, inside(at));
  }

  @Override
  public void remove(String at) throws InterruptedException {
    Ext4.remove(workplace, name + ".remove", state, inside(at));
  }

  private String inside(String at) {
    String mount = environment.stateMount();
    if (!at.startsWith(mount + "/")) {
      throw new EnvironmentException(at + " is not on the state disk, which is at " + mount);
    }
    return at.substring(mount.length());
  }

  @Override
  public Begun begin(Beginning beginning) throws InterruptedException {
    RunningMachine running = boot();
    if (!(running.awaitReady() instanceof RunningMachine.Ready)) {
      running.close();
      throw new EnvironmentException("the machine does not boot even without the candidate");
    }
    return new Begun(running, beginning.bring(running, environment.deadline()));
  }

  @Override
  public RunningMachine boot() throws InterruptedException {
    var launch = new Launch(workplace, folder, name, ++boots);
    var files =
        new CommandLine.MicroFiles(
            launch.socket("qmp"),
            launch.socket(CommandLine.LINE_PORT),
            state,
            environment.inputs().file());
    return launch.start(
        CommandLine.micro(
            environment.hardware(), environment.kernelLine(image.cmdline()), image, files),
        List.of(CommandLine.LINE_PORT),
        watched -> List.of(new LineChannel(watched.ports().getFirst(), watched.vigil())),
        new Vigil.Manner(false, null),
        null,
        environment.deadline(),
        environment.observer(launch.title()));
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw new EnvironmentException("could not delete a state disk: " + e.getMessage(), e);
    }
  }
}
