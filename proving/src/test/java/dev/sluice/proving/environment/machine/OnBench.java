package dev.sluice.proving.environment.machine;

import dev.sluice.proving.environment.Machine;
import dev.sluice.proving.environment.RunningMachine;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A machine that is this host, through a real SSH server. */
abstract class OnBench {
  static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;
  Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  String name() {
    return bench.prefix();
  }

  RunningMachine begun(Machine machine) throws InterruptedException {
    return machine.begin(Bench.plain()).machine();
  }

  static Exited run(RunningMachine on, String script) throws InterruptedException {
    return (Exited) on.run(script, LIMIT);
  }
}
