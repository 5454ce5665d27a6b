package dev.sluice.proving.environment.machine;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.EnvironmentSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How one kind of shell is spoken to: pure functions from what is wanted to what is sent. */
sealed interface Dialect permits PosixDialect, PowerShellDialect {
  /** As much of a command's output as is kept. */
  int OUTPUT_BOUND = 64 * 1024;

  /** Of a machine where a command has not been asked for one yet. */
  String NO_RUN = "none";

  Pattern ABOUT =
      Pattern.compile("^sluice-about ([A-Za-z]{1,32}) (\\S{1,80}) (\\S{1,32})$", Pattern.MULTILINE);

  static Dialect of(EnvironmentSpec.Shell shell) {
    return switch (shell) {
      case POSIX -> new PosixDialect();
      case POWERSHELL -> new PowerShellDialect();
    };
  }

  /**
   * What a machine says of itself.
   *
   * @param system such as {@code Linux}, {@code Darwin} or {@code Windows}
   * @param boot names this boot; {@code -} when the system names none
   * @param uptime in seconds; negative when it is not known
   */
  record About(String system, String boot, double uptime) {
    /** Whether the machine was started anew between two answers. */
    boolean isOtherBootThan(About earlier) {
      if (boot.equals("-") || earlier.boot.equals("-")) {
        return uptime >= 0 && uptime < earlier.uptime;
      }
      return !boot.equals(earlier.boot);
    }

    static Optional<About> read(String output) {
      Matcher line = ABOUT.matcher(output);
      return line.find()
          ? Optional.of(new About(line.group(1), line.group(2), number(line.group(3))))
          : Optional.empty();
    }
  }

  /**
   * What the machine says of a script that ended.
   *
   * @param before on the machine's monotonic clock in seconds, negative when it has none
   */
  record Reply(int status, double before, double after, String output) {}

  /** A file that the machine should have below the folder of inputs. */
  record Expected(String name, Digest digest) {}

  /**
   * The command line for the machine's SSH server that runs a script given on standard input.
   *
   * @param id of this run; letters, digits and dashes, unique on the machine since its restore
   * @param seconds after which the script is killed and its status is 124
   * @param done the id before, whose traces are removed; {@link #NO_RUN} for none
   */
  String command(String id, long seconds, String done);

  /** What goes to standard input for a script. */
  byte[] input(String script);

  /**
   * Waits on the machine for the end of a run whose connection was cut; empty if that cannot be.
   */
  Optional<String> resume(String id, long seconds);

  /** The reply in what the command or its resumption printed; empty when there is none. */
  Optional<Reply> reply(String id, byte[] printed);

  /** A script that prints {@link About}. */
  String about();

  /** A script that switches the machine off and returns before it is. */
  String off();

  /** A script that prints the marker's content; it prints nothing when there is no marker. */
  String marker(String path);

  /** A script that makes the marker and fails when it is there. */
  String plant(String path, String content);

  /**
   * A script that prints {@code sluice-wrong N} for each file that is missing or different, and at
   * the end {@code sluice-compared YES} or, where the machine cannot make digests, {@code NO}.
   */
  String compare(String folder, List<Expected> files);

  /** A path as the SFTP server of such a machine has it. */
  String sftp(String path);

  /** The line that begins a reply, and everything after it. */
  static Optional<String[]> split(String id, byte[] printed) {
    String text = new String(printed, StandardCharsets.UTF_8);
    Matcher line =
        Pattern.compile(
                "(?:^|\n)sluice-answer "
                    + Pattern.quote(id)
                    + " ([0-9]{1,10}) (-|[0-9.]{1,20}) (-|[0-9.]{1,20})\r?\n")
            .matcher(text);
    return line.find()
        ? Optional.of(
            new String[] {line.group(1), line.group(2), line.group(3), text.substring(line.end())})
        : Optional.empty();
  }

  static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
