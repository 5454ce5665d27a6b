package dev.sluice.cli.screen;

import dev.sluice.model.Combination;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.trust.key.LabPublicKey;
import dev.sluice.trust.proof.Statement;
import dev.sluice.trust.proof.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code sluice proof verify} shows. */
public final class ProofScreen {
  private ProofScreen() {}

  /**
   * The answer, and of a proof what it says.
   *
   * @param emptyKeys the keys folder, when nothing is trusted since it is empty; else null
   */
  public static List<String> of(
      Verification verification, @Nullable String emptyKeys, boolean colour) {
    return switch (verification) {
      case Verification.Refused(var reason) -> {
        List<String> lines =
            new ArrayList<>(
                ProveScreen.sentence(Result.FAILED, "not accepted: " + reason + ".", colour));
        if (emptyKeys != null) {
          lines.add("  Trust a lab by putting its .pub file into " + emptyKeys);
          lines.add("  or name it: --key FILE.pub");
        }
        yield lines;
      }
      case Verification.Verified verified -> verified(verified, colour);
    };
  }

  private static List<String> verified(Verification.Verified verified, boolean colour) {
    Statement statement = verified.statement();
    List<String> lines =
        new ArrayList<>(
            ProveScreen.sentence(
                Result.PASSED,
                "a proof: " + statement.combination().title() + " passed " + suite(statement) + ".",
                colour));
    fact(lines, "Signed by", signers(verified));
    fact(lines, "Proven in", environment(statement.environment()));
    fact(lines, "Isolation", isolation(statement.environment().machine()));
    facts(lines, "Unenforced", statement.environment().machine().unenforced());
    fact(lines, "Ended", statement.run().ended().toString());
    fact(lines, "Checks", String.join(", ", statement.run().passed()));
    facts(lines, "Files", files(statement.combination(), verified));
    fact(lines, "Controls", controls(statement.suite().negativeControls()));
    return lines;
  }

  private static String suite(Statement statement) {
    return "suite "
        + statement.suite().name()
        + ", "
        + Figures.count(statement.run().passed().size(), "check");
  }

  private static String signers(Verification.Verified verified) {
    return verified.signedBy().stream()
        .map(LabPublicKey::toString)
        .collect(Collectors.joining(", "));
  }

  private static String environment(Statement.Environment environment) {
    Statement.Machine machine = environment.machine();
    String accelerator = machine.accelerator() == null ? "" : ", " + machine.accelerator();
    return environment.name()
        + " ("
        + machine.driver()
        + " "
        + machine.version()
        + accelerator
        + "), stands for hosts with "
        + environment.standsFor().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  private static List<String> files(Combination combination, Verification.Verified verified) {
    return Stream.concat(Stream.of(combination.application()), combination.data().stream())
        .map(Release::artifact)
        .map(
            name ->
                verified.compared().contains(name)
                    ? name + " is the file that was proven"
                    : name + " was not compared (--artifact " + name + "=FILE)")
        .toList();
  }

  private static String controls(List<Statement.NegativeControl> controls) {
    long red = controls.stream().filter(c -> c.lastRed() != null).count();
    return controls.isEmpty()
        ? "none: this suite was never shown to stop anything"
        : red + " of " + Figures.count(controls.size(), "known-bad release") + " shown red";
  }

  private static String isolation(Statement.Machine machine) {
    return machine.isolation().equals("process")
        ? "process: no kernel of its own, so it says nothing of what needs one"
        : machine.isolation();
  }

  private static void facts(List<String> lines, String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      fact(lines, i == 0 ? name : "", values.get(i));
    }
  }

  private static void fact(List<String> lines, String name, String value) {
    int indent = 13;
    List<String> wrapped = Plain.wrapped(Plain.of(value), ProveScreen.COLUMNS - indent);
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add("  " + Plain.padded(i == 0 ? name : "", indent - 2) + wrapped.get(i));
    }
  }
}
