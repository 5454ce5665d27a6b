package dev.sluice.cli;

import dev.sluice.cli.card.DrillCard;
import dev.sluice.cli.screen.DrillScreen;
import dev.sluice.model.drill.DrillPlan;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Readiness;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcome;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice drill plan}. */
@Command(
    name = "plan",
    sortOptions = false,
    description = {
      "Show which fallback is to be tried next, the most urgent first.",
      "",
      "One is due when it was never tried, did not wholly work, or was tried longer ago than",
      "the policy's exercised-within (365 days where there is none). With --card also write a",
      "page to print for those who will do it: of the first, or of --outcome."
    },
    footer = {
      "Exit status: 0 shown, whatever is due; 2 the file is not valid, or there is no card.",
      "(sluice check is 1 when the policy asks for a drill that is due.)",
      "",
      "Examples:",
      "  sluice drill plan",
      "  sluice drill plan --card drill.html",
      "  sluice drill plan --outcome admission --card drill.html --url https://clinic.example/how"
    })
final class DrillPlanned implements Callable<Integer> {
  private static final int MOST_URL = 300;

  private final Program program;

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "Write the card: one A4 page of HTML that needs nothing else.")
  private @Nullable Path card;

  @Option(names = "--outcome", paramLabel = "NAME", description = "Of this outcome alone.")
  private @Nullable String name;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "An address to print on the card, also as a QR code: your own instructions.")
  private @Nullable String url;

  @Mixin private AskedOutcomes asked = new AskedOutcomes();
  @Mixin private Common common = new Common();

  DrillPlanned(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (url != null && card == null) {
      throw new Unusable("sluice drill plan: --url is for a card; --card FILE writes one");
    }
    @Nullable String address = url == null ? null : address(url);
    Impact impact = asked.impact(program);
    DrillPlan plan = chosen(impact, DrillPlan.of(impact.outcomes(), impact.today()));
    if (card != null) {
      write(card, impact, plan, address);
    }
    Printer printer = program.printer(common);
    if (asked.isJson()) {
      printer.out().print(json(impact, plan));
    } else {
      var sentences = new Sentences(impact.today(), impact.outcomes().policy(), null);
      DrillScreen.of(plan, sentences, printer.outIsLive()).forEach(printer.out()::println);
      if (card != null) {
        printer.out().println();
        printer
            .out()
            .println(
                "The card for %s is in %s; print it."
                    .formatted(plan.drills().getFirst().outcome().name(), card));
      }
    }
    return Exit.DONE;
  }

  private DrillPlan chosen(Impact impact, DrillPlan plan) {
    if (name == null) {
      return plan;
    }
    Outcome outcome = outcome(impact, asked.file(), name, "plan");
    return new DrillPlan(
        plan.drills().stream().filter(next -> next.outcome().equals(outcome)).toList(), List.of());
  }

  /** The outcome with a fallback of this name. */
  static Outcome outcome(Impact impact, Path file, String name, String command) {
    List<Outcome> all = impact.outcomes().outcomes();
    Outcome outcome = all.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (outcome == null) {
      List<String> known = all.stream().map(Outcome::name).toList();
      throw new Unusable(
          "sluice drill %s: %s has no outcome \"%s\"%s"
              .formatted(command, file, name, NearWord.hint(name, known)),
          "  there is " + String.join(", ", known.stream().limit(20).toList()));
    }
    if (outcome.fallback() == null) {
      throw new Unusable(
          "sluice drill %s: the outcome %s has no fallback to try".formatted(command, name),
          "  write one under outcomes.%s.fallback in %s: sluice explain outcomes.fallback"
              .formatted(name, file));
    }
    return outcome;
  }

  private void write(Path to, Impact impact, DrillPlan plan, @Nullable String address) {
    if (plan.drills().isEmpty()) {
      throw new Unusable(
          "sluice drill plan: no outcome in %s has a fallback, so there is no card"
              .formatted(asked.file()),
          "  write what people do without the system: sluice explain outcomes.fallback");
    }
    String page = DrillCard.of(impact, plan.drills().getFirst(), address);
    OutFile.write("drill plan", to, page, asked.file());
  }

  private static String address(String url) {
    try {
      var uri = new URI(url);
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      String plain = uri.toASCIIString();
      if (web && uri.getHost() != null && plain.length() <= MOST_URL && uri.getUserInfo() == null) {
        return plain;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new Unusable(
        "sluice drill plan: --url is no address such as https://clinic.example/how",
        "  http or https, at most %d characters, without a name or password".formatted(MOST_URL));
  }

  private String json(Impact impact, DrillPlan plan) {
    ObjectNode root = ImpactJson.root("drill-plan", asked.file(), impact);
    root.put("counts-days", impact.outcomes().policy().days());
    ArrayNode drills = root.putArray("drills");
    for (DrillPlan.Next next : plan.drills()) {
      ObjectNode node = drills.addObject();
      node.put("outcome", next.outcome().name());
      node.put("says", next.outcome().says());
      node.put("fallback", next.fallback().says());
      node.put("due", next.isDue());
      node.put("because", word(next.readiness()));
      node.put("worked", text(next.fallback().exercised()));
      node.put("failed", text(next.fallback().failed()));
      node.put("by", text(next.by()));
    }
    ImpactJson.texts(root, "without-fallback", plan.without().stream().map(Outcome::name).toList());
    root.put("card", card == null ? null : card.toString());
    return ImpactJson.write(root);
  }

  private static String word(Readiness readiness) {
    return switch (readiness) {
      case BUILT_IN -> "built-in";
      case TRIED -> "tried";
      case STALE -> "tried-too-long-ago";
      case FAILED -> "failed-its-drill";
      case NEVER_TRIED -> "never-tried";
    };
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
