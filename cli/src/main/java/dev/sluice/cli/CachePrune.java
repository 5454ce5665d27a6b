package dev.sluice.cli;

import dev.sluice.cli.screen.CacheScreen;
import dev.sluice.cli.screen.Plain;
import dev.sluice.proving.environment.qemu.WarmStates;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice cache prune}. */
@Command(
    name = "prune",
    sortOptions = false,
    description = {
      "Remove warm states: the old, then the longest unused.",
      "",
      "One that a prove is using stays. Images stay too: remove their folders by hand while nothing"
          + " is proven."
    },
    footer = {"Examples:", "  sluice cache prune", "  sluice cache prune --most 5GB"})
final class CachePrune implements Callable<Integer> {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([hd])");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})(MB|GB)");
  private static final long MEGA = 1_000_000;

  private final Program program;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      defaultValue = "30d",
      description = "Those unused for longer (default: ${DEFAULT-VALUE}).")
  private String olderThan = "30d";

  @Option(
      names = "--most",
      paramLabel = "SIZE",
      defaultValue = "20GB",
      description = "What may stay in all (default: ${DEFAULT-VALUE}).")
  private String most = "20GB";

  @Mixin private Common common = new Common();

  CachePrune(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = program.printer(common);
    var states = new WarmStates(program.folders().cache());
    var removed = states.prune(bytes(), age(), program.clock().instant());
    CacheScreen.pruned(removed, states.list()).forEach(printer.out()::println);
    return Exit.DONE;
  }

  private Duration age() {
    Matcher age = AGE.matcher(olderThan);
    if (!age.matches()) {
      throw new Unusable(
          "sluice cache prune: --older-than "
              + Plain.of(olderThan)
              + ": write days or hours, such as 30d or 12h");
    }
    long amount = Long.parseLong(age.group(1));
    return age.group(2).equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount);
  }

  private long bytes() {
    Matcher size = SIZE.matcher(most);
    if (!size.matches()) {
      throw new Unusable(
          "sluice cache prune: --most " + Plain.of(most) + ": write it as 500MB or 20GB");
    }
    return Long.parseLong(size.group(1)) * (size.group(2).equals("GB") ? 1000 * MEGA : MEGA);
  }
}
