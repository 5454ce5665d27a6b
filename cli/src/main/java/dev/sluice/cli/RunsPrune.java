package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice runs prune}. */
@Command(
    name = "prune",
    sortOptions = false,
    description = {
      "Forget old runs.",
      "",
      "Their evidence folders stay: they may hold proofs. The newest 10,000 proves are kept anyway,"
          + " older ones go by themselves."
    },
    footer = {"Examples:", "  sluice runs prune --older-than 90d"})
final class RunsPrune implements Callable<Integer> {
  private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,4})([hd])");

  private final Program program;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      required = true,
      description = "Such as 90d or 12h.")
  private String olderThan = "";

  @Mixin private Common common = new Common();

  RunsPrune(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Matcher age = AGE.matcher(olderThan);
    if (!age.matches()) {
      throw new Unusable(
          "sluice runs prune: --older-than "
              + Plain.of(olderThan)
              + ": write days or hours, such as 90d or 12h");
    }
    long amount = Long.parseLong(age.group(1));
    Duration kept = age.group(2).equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount);
    Instant before = program.clock().instant().minus(kept);
    Printer printer = program.printer(common);
    int gone =
        new PastRuns(program, "sluice runs prune")
            .ask(printer.err(), history -> history.prune(before));
    printer
        .out()
        .println(
            "forgot " + gone + (gone == 1 ? " prove" : " proves") + " older than " + olderThan);
    return Exit.DONE;
  }
}
