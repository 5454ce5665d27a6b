package dev.sluice.proving.environment.machine;

import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.Beginning;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A pipeline folder with the scripts of a machine that is this host seen through an SSH server. */
final class Bench implements AutoCloseable {
  final Path folder;
  final Path machine;
  final Path evidence;
  final Path inputs;
  final List<String> progress = new ArrayList<>();
  final Workplace workplace;
  final SshPeer peer;
  final PassingTime time = new PassingTime();
  Duration deadline = Duration.ofSeconds(20);
  String shellInputs;

  Bench(Path folder) throws Exception {
    this.folder = folder;
    this.machine = Files.createDirectory(folder.resolve("machine"));
    this.evidence = Files.createDirectory(folder.resolve("evidence"));
    this.inputs = Files.createDirectory(folder.resolve("inputs"));
    this.shellInputs = machine.resolve("in").toString();
    workplace = Workplace.open(Files.createDirectory(folder.resolve("w")));
    peer = new SshPeer();
    SshPeer.writeIdentity(folder.resolve("identity"));
    Files.writeString(folder.resolve("pins"), peer.pin());
    script("restore", "find machine -mindepth 1 -delete; rm -rf /tmp/sluice-" + prefix() + "*");
    script("power-on", "echo on >>power");
    script("power-off", "echo off >>power");
    script("console", "[ ! -e console.txt ] || cat console.txt");
    script("screenshot", "printf picture >\"$1\"");
  }

  /** Of runs, so that what they leave in /tmp of this host is theirs alone. */
  String prefix() {
    return "t" + ProcessHandle.current().pid() + "x" + Integer.toHexString(folder.hashCode());
  }

  void script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\nset -eu\n" + text + "\n");
    file.toFile().setExecutable(true);
  }

  private static Command command(String name) {
    return new Command(List.of("./" + name));
  }

  MachineEnvironment open() {
    return open(Map.of("os", "debian"));
  }

  MachineEnvironment open(Map<String, String> standsFor) {
    var own =
        new EnvironmentSpec.OwnMachine(
            new EnvironmentSpec.Ssh(
                "127.0.0.1", peer.port(), System.getProperty("user.name"), "identity", "pins"),
            EnvironmentSpec.Shell.POSIX,
            shellInputs,
            command("restore"),
            command("power-on"),
            command("power-off"),
            command("console"),
            command("screenshot"));
    var spec =
        new EnvironmentSpec(
            "bench",
            own,
            new TreeMap<>(standsFor),
            deadline,
            EnvironmentSpec.Health.DEFAULT,
            EnvironmentSpec.DEFAULT_MOST_FLAKES);
    return MachineEnvironment.open(
        spec,
        own,
        workplace,
        new Folders(folder, folder.resolve("cache"), evidence, inputs),
        progress::add,
        time);
  }

  /** Nothing to bring. */
  static Beginning plain() {
    return new Beginning() {
      @Override
      public String identity() {
        return "plain";
      }

      @Override
      public String bring(RunningMachine machine, Duration limit) {
        return "as it is";
      }
    };
  }

  @Nullable String evidence(String name) throws IOException {
    Path file = evidence.resolve(name);
    return Files.exists(file) ? Files.readString(file) : null;
  }

  @Override
  public void close() throws IOException {
    peer.close();
    workplace.close();
    for (String left : new java.io.File("/tmp").list((_, name) -> name.contains(prefix()))) {
      Files.walkFileTree(
          Path.of("/tmp", left),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e)
                throws IOException {
              Files.delete(at);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
