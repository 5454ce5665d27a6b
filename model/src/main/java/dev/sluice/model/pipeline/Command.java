package dev.sluice.model.pipeline;

import java.util.List;

/**
 * A command as words, run without a shell. Text in the file is split for a POSIX shell: {@code "a |
 * b"} becomes {@code sh -c 'a | b "$@"'} so that an appended path arrives as {@code $1}.
 *
 * @param words at least one, the first being the program
 */
public record Command(List<String> words) {
  public Command {
    words = List.copyOf(words);
    if (words.isEmpty() || words.getFirst().isBlank()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }
}
