package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** QEMU's programs on this host. Looked up at every start: a change is noticed. */
final class Programs {
  /** The oldest QEMU this was run with; older ones may work and are refused, since nobody knows. */
  private static final int OLDEST_MAJOR = 7;

  private Programs() {}

  static String find(String name, String debianPackage) {
    return find(name, debianPackage, System.getenv("PATH"));
  }

  static String find(String name, String debianPackage, @Nullable String path) {
    for (String folder : (path == null ? "/usr/bin:/bin" : path).split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return candidate.toAbsolutePath().toString();
      }
    }
    throw new EnvironmentException(
        name + " is not on PATH; on Debian: apt-get install " + debianPackage);
  }

  static String version(Workplace workplace, String program) throws InterruptedException {
    var ended =
        HostCommand.run(
            workplace,
            "qemu-version",
            List.of(program, "-version"),
            Map.of(),
            null,
            Duration.ofSeconds(10));
    Matcher version = Pattern.compile("version (([0-9]{1,4})\\.[0-9.]+)").matcher(ended.output());
    if (!ended.succeeded() || !version.find()) {
      throw new EnvironmentException(program + " does not tell its version: " + ended.lastLine());
    }
    if (Integer.parseInt(version.group(2)) < OLDEST_MAJOR) {
      throw new EnvironmentException(
          program
              + " is version "
              + version.group(1)
              + "; at least "
              + OLDEST_MAJOR
              + ".0 is needed");
    }
    return version.group(1);
  }
}
