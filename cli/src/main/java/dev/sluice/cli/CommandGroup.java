package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: one of those beneath it has to be named. */
abstract class CommandGroup implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Override
  public final Integer call() {
    if (common.isHelp()) {
      throw new IllegalStateException("picocli answers this itself");
    }
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
