package dev.sluice.cli.screen;

import dev.sluice.model.Result;

/** What a colour would say; the words and shapes beside it say it too. */
public enum Tint {
  NONE(""),
  GOOD("\u001b[32m"),
  BAD("\u001b[31m"),
  UNSURE("\u001b[33m"),
  QUIET("\u001b[2m"),
  STRONG("\u001b[1m");

  private static final String END = "\u001b[0m";

  private final String start;

  Tint(String start) {
    this.start = start;
  }

  static Tint of(Result result) {
    return switch (result) {
      case PASSED -> GOOD;
      case FAILED -> BAD;
      case COULD_NOT_TELL -> UNSURE;
    };
  }

  String on(String text, boolean colour) {
    return colour && this != NONE && !text.isEmpty() ? start + text + END : text;
  }
}
