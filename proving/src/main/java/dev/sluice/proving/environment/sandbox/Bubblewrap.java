package dev.sluice.proving.environment.sandbox;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.HostProc;
import dev.sluice.proving.workplace.Workplace;
import dev.sluice.proving.workplace.WorkplaceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program that makes sandboxes, and its words.
 *
 * @param program a path, or a name to be found on PATH
 * @param covering words after which the host's settings in {@code /proc} are read-only
 */
record Bubblewrap(String program, String version, List<String> covering) {
  /** The first that can forbid further user namespaces inside. */
  private static final int OLDEST_MINOR = 8;

  static Bubblewrap find(Workplace workplace, String name, String program)
      throws InterruptedException {
    HostCommand.Ended ended;
    try {
      ended =
          HostCommand.run(
              workplace,
              name + ".bubblewrap",
              List.of(program, "--version"),
              Map.of(),
              null,
              Duration.ofSeconds(10));
    } catch (WorkplaceException e) {
      throw absent(program, String.valueOf(e.getMessage()));
    }
    Matcher version =
        Pattern.compile("bubblewrap (([0-9]{1,4})\\.([0-9]{1,4})[0-9.]*)").matcher(ended.output());
    if (!ended.succeeded() || !version.find()) {
      throw absent(program, ended.lastLine());
    }
    if (Integer.parseInt(version.group(2)) == 0
        && Integer.parseInt(version.group(3)) < OLDEST_MINOR) {
      throw new EnvironmentException(
          program
              + " is version "
              + version.group(1)
              + "; driver process needs at least 0."
              + OLDEST_MINOR
              + ", which Debian has since 12");
    }
    try {
      return new Bubblewrap(program, version.group(1), HostProc.readOnly());
    } catch (WorkplaceException e) {
      throw new EnvironmentException("driver process " + e.getMessage(), e);
    }
  }

  private static EnvironmentException absent(String program, String why) {
    return new EnvironmentException(
        "driver process needs bubblewrap, and "
            + program
            + " cannot be run ("
            + why
            + "); on Debian: apt-get install bubblewrap");
  }

  /** What a sandbox is made of. */
  record Furnishing(
      RootTree root,
      String stateMount,
      Path state,
      Path inputs,
      Path init,
      Path meter,
      Map<String, String> environment,
      long memoryBytes) {}

  /** The command line up to and including the program that comes first inside. */
  List<String> words(Furnishing with) {
    String memory = Long.toString(with.memoryBytes());
    RootTree.Shown shown = with.root().shown(with.stateMount());
    List<String> words = new ArrayList<>();
    words.addAll(List.of(program, "--json-status-fd", "9"));
    words.addAll(List.of("--unshare-all", "--unshare-user", "--disable-userns"));
    words.addAll(List.of("--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--new-session"));
    words.addAll(List.of("--die-with-parent", "--hostname", "sandbox"));
    words.addAll(shown.first());
    words.addAll(List.of("--proc", "/proc"));
    words.addAll(covering);
    words.addAll(List.of("--dev", "/dev"));
    words.addAll(List.of("--perms", "1777", "--size", memory, "--tmpfs", "/tmp"));
    words.addAll(List.of("--perms", "0755", "--size", memory, "--tmpfs", "/run"));
    words.addAll(List.of("--bind", with.state().toString(), with.stateMount()));
    words.addAll(List.of("--ro-bind", with.inputs().toString(), SandboxMachine.INPUTS));
    words.addAll(List.of("--ro-bind", with.init().toString(), "/run/sluice/init"));
    words.addAll(List.of("--ro-bind", with.meter().toString(), SandboxMachine.METER));
    words.addAll(List.of("--size", "16777216", "--tmpfs", "/run/sluice/channel"));
    words.addAll(shown.last());
    words.addAll(List.of("--clearenv", "--chdir", "/"));
    with.environment().forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
    words.addAll(List.of("--", "/bin/sh", "/run/sluice/init"));
    return words;
  }
}
