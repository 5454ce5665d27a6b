package dev.sluice.proving.check;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an application says it has in force, and compares it with what it should have. */
final class InForce {
  private InForce() {}

  /**
   * Compares what the application says with what it should have.
   *
   * @param output of the verb {@code in-force}: a line {@code NAME WHAT} an artifact; a single bare
   *     word stands for the only data artifact
   * @param onTrial must be named even if it is the application itself
   * @param how each artifact is named by the application
   * @return what is wrong, as a clause; empty when every part that the application names is exactly
   *     the expected one and every data artifact is named
   */
  static Optional<String> wrong(
      String output,
      Combination expected,
      ArtifactName onTrial,
      Map<ArtifactName, Artifact.InForce> how) {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    Map<String, String> said = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split("[ \t]+", -1);
      if (words.length == 1 && lines.size() == 1 && expected.data().size() == 1) {
        said.put(expected.data().getFirst().artifact().value(), words[0]);
      } else if (words.length != 2) {
        return Optional.of("in-force printed a line that is not NAME WHAT: " + clip(line));
      } else if (said.putIfAbsent(words[0], words[1]) != null) {
        return Optional.of("in-force named " + clip(words[0]) + " twice");
      }
    }
    List<Release> parts = new ArrayList<>(expected.data());
    // The application's own line may be absent: a data candidate's proof hangs on the data.
    ArtifactName application = expected.application().artifact();
    if (application.equals(onTrial) || said.containsKey(application.value())) {
      parts.add(expected.application());
    }
    for (Release part : parts) {
      String what = said.get(part.artifact().value());
      String wanted =
          how.get(part.artifact()) == Artifact.InForce.SHA256
              ? part.digest().hex()
              : part.version().value();
      if (what == null) {
        return Optional.of(
            lines.isEmpty()
                ? "it does not say what it has in force"
                : "it does not name " + part.artifact() + " among what it has in force");
      }
      if (!what.equals(wanted)) {
        return Optional.of(
            part.artifact() + " " + clip(wanted) + " is not in force: it still uses " + clip(what));
      }
    }
    return Optional.empty();
  }

  private static String clip(String text) {
    return text.length() <= 72 ? text : text.substring(0, 72) + "…";
  }
}
