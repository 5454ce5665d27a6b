package dev.sluice.proving.environment.sandbox;

import dev.sluice.model.pipeline.EnvironmentSpec.SandboxBounds;
import dev.sluice.proving.environment.RunningMachine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A prover of its own, to be killed: starts a sandbox, prints a line, and waits. */
final class SandboxProver {
  private SandboxProver() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Place place = Place.open(Path.of(arguments[0]));
    RunningMachine running =
        place
            .environment(
                Path.of(arguments[1]),
                "setsid sleep " + arguments[2] + " & exec sleep " + arguments[2],
                new SandboxBounds(64, 100, 32, 4))
            .create("one")
            .boot();
    out.println(running.awaitReady());
    running.run("sleep " + arguments[2], Place.LIMIT.multipliedBy(10));
  }
}
