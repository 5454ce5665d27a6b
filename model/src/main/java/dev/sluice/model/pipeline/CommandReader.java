package dev.sluice.model.pipeline;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The owner's commands: a list of words, or text for a shell. */
final class CommandReader {
  private static final Pattern SHELL_ARGUMENT = Pattern.compile("\\$\\{?[1@*]");

  private final Findings findings;
  private final Values values;

  CommandReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  @Nullable Command command(Node node, String path) {
    if (node instanceof Node.Sequence list) {
      return words(list, path);
    }
    @Nullable String text = values.text(node, path);
    if (text == null) {
      return null;
    }
    String script = text.strip();
    boolean takesArgument = SHELL_ARGUMENT.matcher(script).find();
    // The last word is $0, so that an appended path becomes $1.
    return new Command(List.of("sh", "-c", takesArgument ? script : script + " \"$@\"", "sh"));
  }

  private @Nullable Command words(Node.Sequence list, String path) {
    List<String> words = new ArrayList<>();
    for (Node item : list.items()) {
      // Later words may be empty: '' is a proper argument.
      boolean empty =
          !words.isEmpty()
              && item instanceof Node.Scalar s
              && s.kind() == Node.Kind.TEXT
              && s.text().isBlank();
      @Nullable String word = empty ? ((Node.Scalar) item).text() : values.text(item, path);
      if (word == null) {
        return null;
      }
      words.add(word);
    }
    if (words.isEmpty()) {
      findings.addFor(
          path, list.span(), Values.name(path) + " is an empty list", "a command needs a program");
      return null;
    }
    return new Command(words);
  }
}
