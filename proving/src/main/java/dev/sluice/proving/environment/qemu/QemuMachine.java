package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A QEMU machine: its own clone of the state disk, and nothing running until it is booted. */
final class QemuMachine implements Machine {
  static final String INPUTS = "/run/sluice/in";

  private final QemuEnvironment environment;
  private final Workplace workplace;
  private final String name;
  private final Path folder;
  private final Path state;
  private int boots;

  QemuMachine(QemuEnvironment environment, Workplace workplace, String name, Path baseState) {
    this.environment = environment;
    this.workplace = workplace;
    this.name = name;
    this.folder = workplace.folder().resolve(name);
    this.state = folder.resolve("state.img");
    try {
      Files.createDirectory(folder);
      Files.copy(baseState, state);
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
    int number = ++boots;
    Path qmp = folder.resolve("q" + number);
    Path channel = folder.resolve("c" + number);
    ServerSocketChannel qmpServer;
    ServerSocketChannel channelServer;
    try {
      qmpServer = QemuBoot.listenAt(qmp);
      channelServer = QemuBoot.listenAt(channel);
      Process qemu =
          workplace.start(name + ".boot-" + number, commandLine(qmp, channel), Map.of(), folder);
      qemu.getOutputStream().close();
      return new QemuBoot(
          qemu,
          qmpServer,
          channelServer,
          environment.deadline(),
          environment.observer(name + ".boot-" + number));
    } catch (IOException e) {
      throw new EnvironmentException("could not start qemu: " + e.getMessage(), e);
    }
  }

  private List<String> commandLine(Path qmp, Path channel) {
    GuestImage image = environment.image();
    List<String> words = new ArrayList<>();
    words.add(environment.program());
    // q35 boots in 0.2 s less than pc, which re-evaluates its interrupt table for each device.
    words.addAll(List.of("-M", "q35", "-accel", environment.facts().accelerator(), "-smp", "1"));
    words.addAll(List.of("-m", Integer.toString(environment.memoryMebibytes())));
    words.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
    words.addAll(
        List.of(
            "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"));
    words.addAll(List.of("-device", "pvpanic"));
    words.addAll(List.of("-kernel", image.kernel().toString()));
    words.addAll(List.of("-initrd", image.initrd().toString()));
    words.addAll(List.of("-append", environment.kernelParameters()));
    words.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
    words.addAll(List.of("-chardev", "socket,id=qmp,server=off,path=" + comma(qmp)));
    words.addAll(List.of("-mon", "chardev=qmp,mode=control"));
    words.addAll(List.of("-device", "virtio-serial-pci"));
    words.addAll(List.of("-chardev", "socket,id=channel,server=off,path=" + comma(channel)));
    words.addAll(List.of("-device", "virtserialport,chardev=channel,name=dev.sluice.channel.1"));
    words.addAll(disk("state", state, "cache=unsafe"));
    words.addAll(disk("inputs", environment.inputs(), "readonly=on,file.locking=off"));
    return words;
  }

  private static List<String> disk(String id, Path file, String options) {
    return List.of(
        "-drive", "if=none,id=" + id + ",format=raw," + options + ",file=" + comma(file),
        "-device", "virtio-blk-pci,drive=" + id);
  }

  /** A comma in a value is written twice in QEMU's option syntax. */
  private static String comma(Path path) {
    return path.toString().replace(",", ",,");
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
