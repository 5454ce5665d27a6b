package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.proving.history.HistoryException;
import dev.sluice.server.client.ProblemException;
import dev.sluice.server.client.ServerException;
import dev.sluice.trust.key.KeyException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells people what went wrong and what to do; where in the program only when asked. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Program program;

  Complaints(Program program) {
    this.program = program;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    PrintStream err = program.printer().err();
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    List<String> commands = List.copyOf(command.getSubcommands().keySet());
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      boolean option = word.startsWith("-");
      List<String> known =
          option || commands.isEmpty()
              ? List.copyOf(command.getCommandSpec().optionsMap().keySet())
              : commands;
      String what =
          option ? "no option " : commands.isEmpty() ? "one word too many: " : "no command ";
      say(err, name, what + "\"" + Plain.of(word) + "\"" + NearWord.hint(word, known));
    } else {
      say(err, name, spoken(String.valueOf(e.getMessage())));
      if (!commands.isEmpty()) {
        err.println("  its commands: " + String.join(", ", commands));
      }
    }
    err.println("  " + name + " --help");
    if (isDebug(arguments)) {
      e.printStackTrace(err);
    }
    return Exit.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintStream err = program.printer().err();
    String name = command.getCommandSpec().qualifiedName();
    String[] arguments = parsed.originalArgs().toArray(String[]::new);
    if (e instanceof ParameterException wrong) {
      return handleParseException(wrong, arguments);
    }
    int status;
    switch (e) {
      case Unusable unusable -> {
        unusable.lines().forEach(err::println);
        status = Exit.USAGE;
      }
      case KeyException key -> {
        say(err, name, String.valueOf(key.getMessage()));
        status = Exit.USAGE;
      }
      case HistoryException store -> {
        say(err, name, Plain.of(String.valueOf(store.getMessage())));
        status = Exit.COULD_NOT_TELL;
      }
      case ServerException server -> {
        say(err, name, spoken(String.valueOf(server.getMessage())));
        status = ServerCall.status(server);
        if (server instanceof ProblemException no && no.problem().trace() != null) {
          err.println("  trace " + Plain.of(no.problem().trace()) + ", as in the server's log");
        }
      }
      case InterruptedException _ -> {
        say(err, name, "stopped");
        status = Exit.STOPPED;
      }
      case IOException broken -> {
        say(err, name, Unusable.reason(broken));
        status = Exit.COULD_NOT_TELL;
      }
      case UncheckedIOException broken -> {
        say(err, name, String.valueOf(broken.getMessage()));
        status = Exit.COULD_NOT_TELL;
      }
      default -> {
        say(err, name, "a fault in sluice itself, so nothing is known: " + e);
        status = Exit.COULD_NOT_TELL;
        if (!isDebug(arguments)) {
          err.println("  with --debug it says where; please report that");
        }
      }
    }
    if (isDebug(arguments)) {
      e.printStackTrace(err);
    }
    return status;
  }

  private boolean isDebug(String[] arguments) {
    return !program.environment().getOrDefault("SLUICE_DEBUG", "").isEmpty()
        || Arrays.asList(arguments).contains("--debug");
  }

  private static void say(PrintStream err, String name, String what) {
    err.println(name + ": " + what);
  }

  /** As the other messages: picocli begins its own with a capital. */
  private static String spoken(String text) {
    boolean sentence = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return Plain.of(sentence ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text);
  }
}
