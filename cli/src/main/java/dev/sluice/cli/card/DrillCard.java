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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the card. */
public final class DrillCard {
  private static final int MOST_ITEMS = 7;
  private static final int MOST_ITEM = 90;
  private static final int MOST_HEADING = 160;
  private static final int MOST_FALLBACK = 420;
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
    var sentences = new Sentences(impact.today(), impact.outcomes().policy(), null);
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
        clip(fallback.says(), MOST_FALLBACK),
        items(
            outcome.ways().stream()
                .filter(way -> way.kind() == Way.Kind.DEGRADED_MODE)
                .map(Way::says)
                .toList(),
            3),
        items(making.list(outcome.needs(), Thing.Kind.PERSON), MOST_ITEMS),
        items(making.list(fallback.needs(), null), MOST_ITEMS),
        lasts,
        sentences.tried(fallback),
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
  private List<String> list(Requirement needs, Thing.@Nullable Kind without) {
    List<String> list = new ArrayList<>();
    List<Requirement> parts = needs instanceof Requirement.All(var of) ? of : List.of(needs);
    for (Requirement part : parts) {
      boolean left =
          part instanceof Requirement.One(var name)
              && without != null
              && things.get(name) instanceof Thing thing
              && thing.kind() == without;
      if (!left && !part.equals(Requirement.All.NOTHING)) {
        list.add(capital(say(part)));
      }
    }
    return list;
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
