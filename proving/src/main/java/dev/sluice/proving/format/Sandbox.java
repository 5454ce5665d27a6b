package dev.sluice.proving.format;

import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.cause.Cause;
import dev.sluice.proving.cause.ConsoleTrouble;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.HostProc;
import dev.sluice.proving.workplace.Workplace;
import dev.sluice.proving.workplace.WorkplaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs an owner's validator in bubblewrap: no network, own processes, an empty root of its own with
 * the host's programs and the pipeline's folder read-only, memory, processor time, time, file sizes
 * and output bounded. The validator sees the candidate as {@code /candidate}, which tells no
 * version.
 */
final class Sandbox {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String MEMORY_BYTES = "1073741824";
  private static final String FILE_BYTES = "16777216";

  /** Read-only from the host, where they exist; programs and what they need to start. */
  private static final List<String> HOST_FOLDERS =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache");

  /** Made by the prover or by bubblewrap itself in the sandbox's root. */
  private static final Set<String> OURS =
      Set.of(
          "usr",
          "bin",
          "sbin",
          "lib",
          "lib64",
          "etc",
          "etc/alternatives",
          "etc/ld.so.cache",
          "proc",
          "dev",
          "tmp",
          "pipeline",
          "candidate",
          ".started");

  private Sandbox() {}

  static Outcome validate(Command command, Path candidate, Path folder, Workplace workplace)
      throws InterruptedException {
    return validate(command, candidate, folder, workplace, new Means("bwrap", LIMIT));
  }

  /**
   * What a sandbox is made with.
   *
   * @param bubblewrap the program
   * @param limit of time, and of processor time in whole seconds
   */
  record Means(String bubblewrap, Duration limit) {}

  static Outcome validate(
      Command command, Path candidate, Path folder, Workplace workplace, Means means)
      throws InterruptedException {
    Path root;
    try {
      root = Files.createTempDirectory(workplace.folder(), "validator-");
    } catch (IOException e) {
      return new Outcome.Broken("no room for the validator's sandbox: " + e.getMessage());
    }
    HostCommand.Ended ended;
    try {
      ended =
          HostCommand.run(
              workplace,
              "validator-" + root.getFileName(),
              commandLine(command, candidate, folder, root, means),
              Map.of(),
              folder,
              means.limit());
    } catch (WorkplaceException e) {
      return new Outcome.Broken("no sandbox for the validator: " + e.getMessage());
    }
    if (!Files.exists(root.resolve(".started"))) {
      return new Outcome.Broken(
          "the validator's sandbox could not be had (bubblewrap): " + ended.lastLine());
    }
    return judge(command, ended, root, means);
  }

  private static Outcome judge(Command command, HostCommand.Ended ended, Path root, Means means) {
    String validator = command.words().getFirst();
    List<String> stray;
    try {
      stray = stray(root);
    } catch (IOException e) {
      return new Outcome.Broken(
          "the validator's sandbox could not be looked at: " + e.getMessage());
    }
    if (!stray.isEmpty()) {
      return failed(validator + " wrote outside /tmp, to " + stray.getFirst(), ended);
    }
    int status = ended.status();
    if (ended.output().contains("Read-only file system")) {
      return failed(validator + " tried to write outside /tmp", ended);
    }
    if (status == 124) {
      return failed(validator + " hung: stopped after " + means.limit().toSeconds() + " s", ended);
    }
    if (status > 128) {
      return failed(validator + " crashed with signal " + (status - 128), ended);
    }
    if (status == 126 || status == 127) {
      return new Outcome.Broken(validator + " could not be run: " + ended.lastLine());
    }
    return status == 0
        ? new Outcome.Passed()
        : failed(validator + " refused the file: " + ConsoleTrouble.clean(ended.lastLine()), ended);
  }

  private static Outcome failed(String what, HostCommand.Ended ended) {
    return new Outcome.NotShown(
        new Cause(
            Cause.FORMAT,
            what,
            ended.output().lines().map(ConsoleTrouble::clean).limit(6).toList()));
  }

  private static List<String> commandLine(
      Command command, Path candidate, Path folder, Path root, Means means) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("prlimit", "--as=" + MEMORY_BYTES, "--fsize=" + FILE_BYTES, "--core=0"));
    words.addAll(List.of("--cpu=" + means.limit().toSeconds(), "--nofile=256"));
    words.addAll(List.of(means.bubblewrap(), "--bind", root.toString(), "/"));
    for (String host : HOST_FOLDERS) {
      words.addAll(List.of("--ro-bind-try", host, host));
    }
    words.addAll(List.of("--ro-bind", folder.toAbsolutePath().toString(), "/pipeline"));
    words.addAll(List.of("--ro-bind", candidate.toString(), "/candidate"));
    words.addAll(List.of("--proc", "/proc"));
    words.addAll(HostProc.readOnly());
    words.addAll(List.of("--dev", "/dev", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
    words.addAll(List.of("--unshare-all", "--die-with-parent", "--new-session", "--clearenv"));
    words.addAll(List.of("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LC_ALL", "C.UTF-8"));
    words.addAll(List.of("--chdir", "/pipeline", "--"));
    // The mark tells a sandbox that was never had from a validator that said no.
    words.addAll(List.of("sh", "-c", ": >/.started; exec \"$@\"", "sluice-validator"));
    words.addAll(command.words());
    words.add("/candidate");
    return words;
  }

  /** What lies in the root that was put there by neither the prover nor bubblewrap. */
  private static List<String> stray(Path root) throws IOException {
    try (Stream<Path> top = Files.list(root);
        Stream<Path> etc = Files.list(Files.createDirectories(root.resolve("etc")))) {
      return Stream.concat(top, etc)
          .map(entry -> root.relativize(entry).toString())
          .filter(name -> !OURS.contains(name))
          .map(name -> "/" + name)
          .sorted()
          .toList();
    }
  }
}
