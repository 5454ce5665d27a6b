package dev.sluice.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code sluice} command itself: help, version, and the way to the other commands. */
@Command(
    name = "sluice",
    version = Main.VERSION,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Proves an update, code or data, on real virtual machines before a host may take it."
    },
    footer = {
      "Exit status: 0 done, 1 the pipeline said no, 2 wrong use and nothing was run,",
      "3 could not tell.",
      "",
      "Examples:",
      "  sluice init                              write a commented sluice.yaml",
      "  sluice check                             validate it and show the plan",
      "  sluice prove channel 291 channels/291.bin",
      "  sluice prove --help                      every command explains itself"
    })
final class Sluice implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  private boolean version;

  /** Runs one command line and returns the exit status. */
  static int run(Program program, String... arguments) {
    CommandLine line = commandLine(program, arguments);
    line.setOut(new PrintWriter(program.printer().out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(program.printer().err(), true, StandardCharsets.UTF_8));
    var complaints = new Complaints(program);
    line.setParameterExceptionHandler(complaints);
    line.setExecutionExceptionHandler(complaints);
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            program.printer().outIsLive() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    return line.execute(arguments);
  }

  /** All commands if the arguments do not begin with one; else that one alone. */
  static CommandLine commandLine(Program program, String... arguments) {
    var line = new CommandLine(new Sluice());
    String first = arguments.length == 0 ? "" : arguments[0];
    if (Commands.NAMES.contains(first)) {
      line.addSubcommand(first, Commands.create(first, program));
    } else if (!first.equals("--version") && !first.equals("-V")) {
      Commands.NAMES.forEach(name -> line.addSubcommand(name, Commands.create(name, program)));
    }
    layOut(line);
    line.registerConverter(BenchProve.Guest.class, oneOf(BenchProve.Guest.values()));
    line.registerConverter(Completion.Shell.class, oneOf(Completion.Shell.values()));
    return line;
  }

  /** picocli takes an enum's names and shows them in its errors; here its words are spoken. */
  private static <T> ITypeConverter<T> oneOf(T[] values) {
    return word ->
        Stream.of(values)
            .filter(value -> value.toString().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "expected one of " + Arrays.toString(values) + " but was '" + word + "'"));
  }

  private static void layOut(CommandLine line) {
    CommandLine.Model.UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.descriptionHeading("%n");
    usage.parameterListHeading("%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    usage.footerHeading("%n");
    line.getSubcommands().values().forEach(Sluice::layOut);
  }

  @Override
  public void run() {
    if (version || common.isHelp()) {
      throw new IllegalStateException("picocli answers these itself");
    }
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
