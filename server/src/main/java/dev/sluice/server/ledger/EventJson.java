package dev.sluice.server.ledger;

import dev.sluice.server.event.Event;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Events as they are kept: a type's name and a JSON object; see {@code docs/formats/event.md}. */
public final class EventJson {
  /** Of what is written; older ones are read too. */
  public static final int FORMAT = 2;

  private static final Map<String, Class<? extends Event>> TYPES =
      LedgerJson.records(Event.class)
          .collect(Collectors.toUnmodifiableMap(LedgerJson::kebab, Function.identity()));

  private static final Map<Class<?>, String> NAMES =
      TYPES.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  /** Types that format 1 wrote without {@code lab}. */
  private static final Set<String> WITHOUT_LAB = Set.of("run-claimed", "run-spared");

  private EventJson() {}

  /** Such as {@code release-submitted}. */
  public static String type(Event event) {
    return Objects.requireNonNull(NAMES.get(event.getClass()));
  }

  /** One line of JSON; the same for the same event. */
  public static String body(Event event) {
    return LedgerJson.MAPPER.writeValueAsString(event);
  }

  /**
   * The event of a kept line.
   *
   * @throws LedgerException when it is none that this release knows
   */
  public static Event read(int format, String type, String body) {
    if (format < 1 || format > FORMAT) {
      throw new LedgerException(
          "an event is of format %d, and this sluice reads formats up to %d; use a newer one"
              .formatted(format, FORMAT));
    }
    @Nullable Class<? extends Event> known = TYPES.get(type);
    if (known == null) {
      throw new LedgerException(
          "an event is of type \"%s\", which this sluice does not know; a newer one wrote it"
              .formatted(type));
    }
    try {
      return format == 1 && WITHOUT_LAB.contains(type)
          ? withoutLab(body, known)
          : LedgerJson.MAPPER.readValue(body, known);
    } catch (JacksonException e) {
      throw new LedgerException(
          "an event of type \"%s\" cannot be read: %s".formatted(type, e.getOriginalMessage()),
          false,
          e);
    }
  }

  private static Event withoutLab(String body, Class<? extends Event> known) {
    if (!(LedgerJson.MAPPER.readTree(body) instanceof ObjectNode fields) || fields.has("lab")) {
      throw new LedgerException(
          "an event of type \"run-claimed\" or \"run-spared\" in format 1 is an object without lab");
    }
    return LedgerJson.MAPPER.treeToValue(fields.putNull("lab"), known);
  }
}
