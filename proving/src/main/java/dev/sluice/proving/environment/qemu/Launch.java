package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Transcript;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts one QEMU and begins to watch it. */
final class Launch {
  private static final int LOG_BOUND = 1024 * 1024;

  private final Workplace workplace;
  private final Path folder;
  private final String name;
  private final int number;
  private final Path sockets;

  /**
   * The start of a machine.
   *
   * @param folder of the machine
   * @param name of the machine
   * @param number of the start
   */
  Launch(Workplace workplace, Path folder, String name, int number) {
    this.workplace = workplace;
    this.folder = folder;
    this.name = name;
    this.number = number;
    try {
      this.sockets = workplace.socketFolder();
    } catch (IOException e) {
      throw new EnvironmentException("could not start qemu: " + e.getMessage(), e);
    }
  }

  /** As evidence calls it. */
  String title() {
    return name + ".boot-" + number;
  }

  /** Where the socket of this start with this name is. */
  Path socket(String id) {
    return sockets.resolve(id);
  }

  /**
   * Switches it on.
   *
   * @param portIds of the sockets that QEMU connects to beside QMP
   * @param channels made of the ports, by which the guest may answer
   */
  QemuBoot start(
      List<String> commandLine,
      List<String> portIds,
      Function<Watched, List<GuestChannel>> channels,
      Vigil.Manner manner,
      @Nullable String preparation,
      Duration deadline,
      QemuBoot.Observer observer) {
    var guestLog = new Transcript(LOG_BOUND);
    try {
      var qmp = new Qmp(socket("qmp"));
      List<GuestPort> ports = new ArrayList<>();
      for (String id : portIds) {
        ports.add(new GuestPort(id, socket(id), guestLog));
      }
      Process qemu = workplace.start(title(), commandLine, Map.of(), folder);
      if (!manner.hasTerminal()) {
        qemu.getOutputStream().close();
      }
      var vigil = new Vigil(qemu, qmp, ports, manner);
      return new QemuBoot(
          vigil,
          channels.apply(new Watched(vigil, ports)),
          preparation,
          deadline,
          observer,
          guestLog);
    } catch (IOException e) {
      throw new EnvironmentException("could not start qemu: " + e.getMessage(), e);
    }
  }

  /** A machine's watch and its ports, in the order asked for. */
  record Watched(Vigil vigil, List<GuestPort> ports) {}
}
