package dev.sluice.proving.environment.qemu;

import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What QEMU is called with. */
final class CommandLine {
  static final String AGENT_PORT = "agent";
  static final String SERIAL_PORT = "serial";
  static final String LINE_PORT = "line";

  /** By which a guest finds the disk with the prover's files. */
  static final String INPUTS_SERIAL = "sluice-inputs";

  private final List<String> words = new ArrayList<>();

  private CommandLine(Hardware hardware) {
    words.add(hardware.program);
  }

  /** What every machine of an environment has in common. */
  record Hardware(
      String program, Architecture architecture, String accelerator, int memoryMebibytes) {}

  /** Where a small guest's sockets and disks are. */
  record MicroFiles(Path qmp, Path line, Path state, Path inputs) {}

  /**
   * Where a whole machine's sockets and disks are.
   *
   * @param disk an overlay of its own
   * @param variables of its UEFI firmware; null for a BIOS
   */
  record WholeFiles(
      Path qmp,
      Path agent,
      Path serial,
      Path line,
      Path disk,
      @Nullable Path variables,
      Path inputs) {}

  /** Where a machine's memory is. */
  sealed interface Memory {
    /** Nowhere, from the start. */
    record Own() implements Memory {}

    /** In a file that is to become part of a warm state. */
    record Kept(Path ram) implements Memory {}

    /** What a file holds, never written to; the rest of the machine is still to come. */
    record Copied(Path ram) implements Memory {}
  }

  static List<String> micro(
      Hardware hardware, String kernelLine, GuestImage.Micro image, MicroFiles files) {
    var line = new CommandLine(hardware);
    line.board(hardware, new Memory.Own());
    line.add("-device", panicDevice(hardware.architecture));
    line.direct(new GuestImage.Direct(image.kernel(), image.initrd(), kernelLine));
    line.console();
    line.qmp(files.qmp);
    line.add("-device", "virtio-serial-pci");
    line.port(LINE_PORT, "dev.sluice.channel.1", files.line);
    line.disk("state", "raw", files.state, "cache=unsafe", "");
    line.disk("inputs", "raw", files.inputs, "readonly=on,file.locking=off", "");
    return List.copyOf(line.words);
  }

  static List<String> whole(
      Hardware hardware,
      Network network,
      GuestImage.Whole image,
      GuestImage.@Nullable Direct direct,
      WholeFiles files,
      Memory memory) {
    var line = new CommandLine(hardware);
    line.board(hardware, memory);
    line.add("-device", panicDevice(hardware.architecture));
    line.add("-device", "virtio-rng-pci");
    switch (hardware.architecture) {
      case AMD64 -> line.add("-device", "vmgenid,guid=auto"); // another guest each time it starts
      case ARM64 -> {}
    }
    line.firmware(image.uefi(), files.variables);
    if (direct != null) {
      line.direct(direct);
    }
    line.console();
    line.qmp(files.qmp);
    line.add("-device", "virtio-serial-pci");
    line.port(AGENT_PORT, "org.qemu.guest_agent.0", files.agent);
    line.port(LINE_PORT, "dev.sluice.channel.1", files.line);
    line.socket(SERIAL_PORT, files.serial);
    switch (hardware.architecture) {
      case AMD64 ->
          // UEFI firmware takes what comes in at COM1 and COM2 for a keyboard, and a question to an
          // agent for changes to its boot loader's command line.
          line.add(
              "-device",
              "isa-serial,index=" + (image.uefi() == null ? 1 : 2) + ",chardev=" + SERIAL_PORT);
      case ARM64 -> line.add("-device", "pci-serial,chardev=" + SERIAL_PORT);
    }
    line.disk("disk", "qcow2", files.disk, "cache=unsafe", direct == null ? ",bootindex=0" : "");
    line.disk(
        "inputs", "raw", files.inputs, "readonly=on,file.locking=off", ",serial=" + INPUTS_SERIAL);
    switch (network) {
      case NONE -> {}
      case CLOSED -> {
        line.add("-netdev", "user,id=net,restrict=on");
        line.add("-device", "virtio-net-pci,netdev=net");
      }
    }
    if (image.hasDisplay()) {
      line.add("-device", hardware.architecture == Architecture.AMD64 ? "VGA" : "virtio-gpu-pci");
      line.add("-action", "panic=pause"); // so that its display can still be looked at
    }
    if (memory instanceof Memory.Copied) {
      line.add("-incoming", "defer");
    }
    return List.copyOf(line.words);
  }

  private void board(Hardware hardware, Memory memory) {
    String backend =
        switch (memory) {
          case Memory.Own _ -> "";
          case Memory.Kept _, Memory.Copied _ -> ",memory-backend=ram";
        };
    switch (hardware.architecture) {
      // q35 boots in 0.2 s less than pc, which re-evaluates its interrupt table for each device.
      case AMD64 -> add("-M", "q35" + backend);
      case ARM64 -> add("-M", "virt" + backend, "-cpu", armProcessor(hardware.accelerator));
    }
    add("-accel", hardware.accelerator, "-smp", "1");
    add("-m", Integer.toString(hardware.memoryMebibytes));
    String object = "memory-backend-file,id=ram,size=" + hardware.memoryMebibytes + "M,mem-path=";
    switch (memory) {
      case Memory.Own _ -> {}
      case Memory.Kept(var ram) -> add("-object", object + comma(ram) + ",share=on");
      case Memory.Copied(var ram) -> add("-object", object + comma(ram) + ",share=off");
    }
    add("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot");
    add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
  }

  /** Under emulation the newest processors are the slowest: they check every pointer. */
  private static String armProcessor(String accelerator) {
    return accelerator.equals("tcg") ? "cortex-a72" : "host";
  }

  private static String panicDevice(Architecture architecture) {
    return switch (architecture) {
      case AMD64 -> "pvpanic";
      case ARM64 -> "pvpanic-pci";
    };
  }

  private void firmware(GuestImage.@Nullable Uefi uefi, @Nullable Path variables) {
    if (uefi == null || variables == null) {
      return;
    }
    add("-drive", "if=pflash,format=raw,unit=0,readonly=on,file=" + comma(uefi.code()));
    add("-drive", "if=pflash,format=raw,unit=1,file=" + comma(variables));
  }

  private void direct(GuestImage.Direct direct) {
    add("-kernel", direct.kernel().toString());
    if (direct.initrd() != null) {
      add("-initrd", direct.initrd().toString());
    }
    add("-append", direct.cmdline());
  }

  private void console() {
    add("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console");
  }

  private void qmp(Path socket) {
    socket("qmp", socket);
    add("-mon", "chardev=qmp,mode=control");
  }

  private void port(String id, String name, Path socket) {
    socket(id, socket);
    add("-device", "virtserialport,id=" + id + ",chardev=" + id + ",name=" + name);
  }

  private void socket(String id, Path socket) {
    add("-chardev", "socket,id=" + id + ",server=off,path=" + comma(socket));
  }

  private void disk(String id, String format, Path file, String options, String device) {
    add(
        "-drive",
        "if=none,id=" + id + ",format=" + format + "," + options + ",file=" + comma(file),
        "-device",
        "virtio-blk-pci,drive=" + id + device);
  }

  private void add(String... more) {
    words.addAll(List.of(more));
  }

  /** A comma in a value is written twice in QEMU's option syntax. */
  private static String comma(Path path) {
    return path.toString().replace(",", ",,");
  }
}
