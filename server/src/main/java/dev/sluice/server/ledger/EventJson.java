package dev.sluice.server.ledger;

import dev.sluice.server.event.Event;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Events as they are kept: a type's name and a JSON object; see {@code docs/formats/event.md}. */
public final class EventJson {
  /** Of what is written; older ones are read too. */
  public static final int FORMAT = 1;

  private static final Map<String, Class<? extends Event>> TYPES =
      LedgerJson.records(Event.class)
          .collect(Collectors.toUnmodifiableMap(LedgerJson::kebab, Function.identity()));

  private static final Map<Class<?>, String> NAMES =
      TYPES.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

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
    if (format != FORMAT) {
      throw new LedgerException(
          "an event is of format %d, and this sluice reads format %d; use a newer one"
              .formatted(format, FORMAT));
    }
    @Nullable Class<? extends Event> known = TYPES.get(type);
    if (known == null) {
      throw new LedgerException(
          "an event is of type \"%s\", which this sluice does not know; a newer one wrote it"
              .formatted(type));
    }
    try {
      return LedgerJson.MAPPER.readValue(body, known);
    } catch (JacksonException e) {
      throw new LedgerException(
          "an event of type \"%s\" cannot be read: %s".formatted(type, e.getOriginalMessage()),
          false,
          e);
    }
  }
}
