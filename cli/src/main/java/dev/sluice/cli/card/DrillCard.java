package dev.sluice.cli.card;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.drill.DrillPlan;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.Requirement;
import dev.sluice.model.outcome.Thing;
import dev.sluice.model.outcome.Way;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.nayuki.qrcodegen.QrCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the card. */
public final class DrillCard {
  private static final int MOST_ITEMS = 6;
  private static final int MOST_ITEM = 60;
  private static final int MOST_HEADING = 110;
  private static final int MOST_FALLBACK = 240;
  // ISO/IEC 18004 asks for four light modules around the code.
  private static final int QUIET = 4;

  private final Map<String, Thing> things = new HashMap<>();

  private DrillCard(Outcomes outcomes) {
    outcomes.things().forEach(thing -> things.put(thing.name(), thing));
  }

  /**
   * The page.
   *
   * @param address to be printed, also as a QR code; null for none
   */
  public static String of(Impact impact, DrillPlan.Next next, @Nullable String address) {
    var out = new StringOutput();
    JtecardGenerated.render(new OwaspHtmlTemplateOutput(out), null, card(impact, next, address));
    return out.toString();
  }

  static Card card(Impact impact, DrillPlan.Next next, @Nullable String address) {
    var making = new DrillCard(impact.outcomes());
    Outcome outcome = next.outcome();
    Way fallback = next.fallback();
    String place = impact.outcomes().place();
    List<String> lasts = new ArrayList<>();
    if (fallback.keepsFor() != null) {
      lasts.add("It can be kept up for " + words(Sentences.spoken(fallback.keepsFor())) + ".");
    }
    lasts.add(
        outcome.harmAfter().isZero()
            ? "People are harmed at once while nothing works."
            : "People are harmed after %s in which nothing works."
                .formatted(words(Sentences.spoken(outcome.harmAfter()))));
    return new Card(
        place == null ? "" : clip(place, MOST_ITEM),
        clip(outcome.says(), MOST_HEADING),
        outcome.who() == null ? "" : clip(outcome.who(), MOST_ITEM),
        clip(capital(fallback.says()), MOST_FALLBACK),
        items(
            outcome.ways().stream()
                .filter(way -> way.kind() == Way.Kind.DEGRADED_MODE)
                .map(way -> capital(way.says()))
                .toList(),
            2),
        items(making.gone(outcome.needs()), MOST_ITEMS),
        items(making.needed(fallback.needs()), MOST_ITEMS),
        lasts,
        tried(fallback, impact.today()),
        impact.today().toString(),
        outcome.name(),
        address == null ? null : code(address));
  }

  /** {@code 1 hour 30 minutes}. */
  private static String words(String spoken) {
    String[] parts = spoken.split(" ", -1);
    List<String> words = new ArrayList<>();
    for (int i = 0; i + 1 < parts.length; i += 2) {
      String unit =
          switch (parts[i + 1]) {
            case "d" -> "day";
            case "h" -> "hour";
            case "m" -> "minute";
            default -> "second";
          };
      words.add(parts[i] + " " + unit + (parts[i].equals("1") ? "" : "s"));
    }
    return String.join(" ", words);
  }

  private static List<String> items(List<String> all, int most) {
    List<String> items =
        all.stream().distinct().limit(most).map(item -> clip(item, MOST_ITEM)).toList();
    long more = all.stream().distinct().count() - items.size();
    if (more == 0) {
      return items;
    }
    List<String> told = new ArrayList<>(items);
    told.add("and %d more, which the keeper of the file knows".formatted(more));
    return told;
  }

  /** What must be there, one thing an item. */
  private List<String> needed(Requirement needs) {
    return parts(needs).stream().map(part -> capital(say(part))).toList();
  }

  /** What is away in a drill: all but the people. */
  private List<String> gone(Requirement needs) {
    return parts(needs).stream()
        .filter(part -> !isPerson(part))
        // Of a group nothing works then, however few of it would be enough.
        .map(
            part ->
                capital(
                    part instanceof Requirement.Quorum(_, var group) ? title(group) : say(part)))
        .toList();
  }

  private static List<Requirement> parts(Requirement needs) {
    return (needs instanceof Requirement.All(var of) ? of : List.of(needs))
        .stream().filter(part -> !part.equals(Requirement.All.NOTHING)).toList();
  }

  private boolean isPerson(Requirement part) {
    if (!(part instanceof Requirement.One(var name))) {
      return false;
    }
    Thing thing = things.get(name);
    return thing != null && thing.kind() == Thing.Kind.PERSON;
  }

  /** By the calendar: a card lies in a drawer for months. */
  private static String tried(Way fallback, LocalDate today) {
    LocalDate failed = fallback.failed();
    LocalDate worked = fallback.exercised();
    if (failed != null && !failed.isAfter(today)) {
      return "tried on %s and did not wholly work".formatted(failed);
    }
    return worked == null || worked.isAfter(today) ? "never tried" : "last tried on " + worked;
  }

  private String say(Requirement needs) {
    return switch (needs) {
      case Requirement.One(var name) -> title(name);
      case Requirement.Running(var artifact, _) -> title(artifact);
      case Requirement.All(var of) -> joined(of, " and ");
      case Requirement.Any(var of) -> joined(of, " or ");
      case Requirement.AtLeast(var count, var of) -> count + " of " + joined(of, ", ");
      case Requirement.Quorum(var hosts, var group) -> hosts + " of " + title(group);
      case Requirement.Softened(var of, _, _) -> say(of);
    };
  }

  private String joined(List<Requirement> of, String between) {
    return of.stream().map(this::say).collect(Collectors.joining(between));
  }

  private String title(String name) {
    Thing thing = things.get(name);
    return thing == null || thing.says() == null ? name.replace('-', ' ') : thing.says();
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String clip(String text, int most) {
    String plain = Plain.of(text.replace('\n', ' '));
    int length = plain.codePointCount(0, plain.length());
    return length <= most ? plain : plain.substring(0, plain.offsetByCodePoints(0, most - 1)) + "…";
  }

  static Card.Code code(String address) {
    QrCode code = QrCode.encodeText(address, QrCode.Ecc.MEDIUM);
    var path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d,%dh1v1h-1z".formatted(x + QUIET, y + QUIET));
        }
      }
    }
    return new Card.Code(address, code.size + 2 * QUIET, path.toString());
  }
}
