package dev.sluice.cli;

import dev.sluice.model.Result;

/** What the exit status says. */
final class Exit {
  static final int DONE = 0;

  /** The pipeline said no. */
  static final int NO = 1;

  /** Wrong use; nothing was run. */
  static final int USAGE = 2;

  /** Nobody knows: the lab could not find out. */
  static final int COULD_NOT_TELL = 3;

  /** Ctrl-C, as shells report it. */
  static final int STOPPED = 130;

  private Exit() {}

  static int of(Result result) {
    return switch (result) {
      case PASSED -> DONE;
      case FAILED -> NO;
      case COULD_NOT_TELL -> COULD_NOT_TELL;
    };
  }
}
