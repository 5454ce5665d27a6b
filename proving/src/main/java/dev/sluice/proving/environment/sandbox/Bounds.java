package dev.sluice.proving.environment.sandbox;

import dev.sluice.model.pipeline.EnvironmentSpec.SandboxBounds;
import dev.sluice.proving.environment.sandbox.ControlGroups.Controller;
import java.util.ArrayList;
import java.util.List;

/**
 * How a sandbox's bounds are set on this host, and what that leaves undone.
 *
 * @param processesByLimit whether a process limit of the kernel's bites where no group can bound
 *     processes
 */
record Bounds(SandboxBounds asked, ControlGroups groups, boolean processesByLimit) {
  private static final long MEBI = 1024 * 1024;

  long memoryBytes() {
    return asked.memoryMebibytes() * MEBI;
  }

  long diskBytes() {
    return asked.diskMebibytes() * MEBI;
  }

  boolean has(Controller controller) {
    return groups.refusal(controller).isEmpty();
  }

  /** {@code prlimit} and its words: what holds for each process alone. */
  List<String> limits() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("prlimit", "--core=0", "--fsize=" + diskBytes()));
    if (!has(Controller.MEMORY)) {
      words.add("--as=" + memoryBytes());
    }
    words.add("--");
    return words;
  }

  /** What was asked for and could not be set, each as a clause. */
  List<String> unenforced() {
    List<String> all = new ArrayList<>();
    groups
        .refusal(Controller.MEMORY)
        .ifPresent(
            why ->
                all.add(
                    "%d MiB of memory for all its processes together; each alone has at most as much address space (%s)"
                        .formatted(asked.memoryMebibytes(), why)));
    groups
        .refusal(Controller.CPU)
        .ifPresent(why -> all.add("%d %% of a processor (%s)".formatted(asked.cpuPercent(), why)));
    if (!processesByLimit) {
      groups
          .refusal(Controller.PROCESSES)
          .ifPresent(why -> all.add("%d processes (%s)".formatted(asked.processes(), why)));
    }
    all.add(
        "%d MiB of disk at every moment; no file grows beyond it, and the state folder is measured after each command"
            .formatted(asked.diskMebibytes()));
    return all;
  }
}
