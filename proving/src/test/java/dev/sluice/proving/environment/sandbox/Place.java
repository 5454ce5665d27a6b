package dev.sluice.proving.environment.sandbox;

import static dev.sluice.proving.Eventually.eventually;

import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.EnvironmentSpec.Root;
import dev.sluice.model.pipeline.EnvironmentSpec.SandboxBounds;
import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.Folders;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A root made of this host's own programs, and environments on it. */
record Place(Path folder, Workplace workplace) {
  static final Duration LIMIT = Duration.ofSeconds(20);
  static final SandboxBounds ROOMY = new SandboxBounds(256, 200, 64, 16);

  private static final String PROGRAMS =
      "base64 cat chmod cp cut date du env find grep head hostname id ln ls mkdir mkfifo mv perl ps"
          + " rm setsid sha256sum sleep stat tail timeout touch umount unshare";

  /** Makes the root, once for all tests of a class. */
  static Path root(Path parent) throws IOException, InterruptedException {
    Path root = parent.resolve("root");
    String script =
        "set -e; for d in bin dev etc lib64 proc root run tmp srv/state; do mkdir -p \"$1/$d\"; done;"
            + " for p in sh "
            + PROGRAMS
            + "; do f=$(command -v $p); cp -L $f \"$1/bin/\";"
            + " ldd $f | grep -o '/[^ ]*' | while read -r l; do"
            + " mkdir -p \"$1${l%/*}\"; cp -L $l \"$1$l\"; done; done;"
            + " echo from the root >\"$1/srv/state/first\"; chmod 600 \"$1/srv/state/first\"";
    Process made =
        new ProcessBuilder("sh", "-c", script, "make-root", root.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.waitFor() != 0) {
      throw new IOException(said);
    }
    return root;
  }

  static Place open(Path folder) throws IOException {
    for (String name : List.of("cache", "evidence", "inputs")) {
      Files.createDirectories(folder.resolve(name));
    }
    return new Place(folder, Workplace.open(folder.resolve("work")));
  }

  Folders folders() {
    return new Folders(
        folder, folder.resolve("cache"), folder.resolve("evidence"), folder.resolve("inputs"));
  }

  static EnvironmentSpec.Sandbox spec(Path root, @Nullable String start, SandboxBounds bounds) {
    return new EnvironmentSpec.Sandbox(
        new Root.Folder(root.toString()),
        start == null ? null : new Command(List.of("sh", "-c", start)),
        "/srv/state",
        bounds);
  }

  SandboxEnvironment environment(Path root, @Nullable String start, SandboxBounds bounds)
      throws InterruptedException {
    return environment(spec(root, start, bounds), SandboxEnvironment.Means.HERE);
  }

  SandboxEnvironment environment(EnvironmentSpec.Sandbox spec, SandboxEnvironment.Means means)
      throws InterruptedException {
    var environment =
        new EnvironmentSpec(
            "box",
            spec,
            new TreeMap<>(java.util.Map.of("os", "debian")),
            LIMIT,
            new EnvironmentSpec.Health(List.of(), Duration.ofMillis(500)),
            10);
    return SandboxEnvironment.open(environment, spec, workplace, folders(), _ -> {}, means);
  }

  static Exited ask(RunningMachine machine, String script) throws InterruptedException {
    return ask(machine, script, LIMIT);
  }

  static Exited ask(RunningMachine machine, String script, Duration limit)
      throws InterruptedException {
    return switch (machine.run(script, limit)) {
      case Exited exited -> exited;
      case RunningMachine.Dead(var death) ->
          throw new AssertionError(death + "\n" + machine.console());
    };
  }

  /** Asks until the sandbox has noticed. */
  static Death eventualDeath(RunningMachine running) throws Exception {
    Death[] found = {null};
    eventually(
        Duration.ofSeconds(30),
        "the end was noticed",
        () -> {
          // One question that lasts: what happened between two was told with the first's answer.
          if (running.run("sleep 3", LIMIT) instanceof RunningMachine.Dead(var death)) {
            found[0] = death;
          }
          return found[0] != null;
        });
    return found[0];
  }
}
