package dev.sluice.cli;

import dev.sluice.server.retention.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sluice serve} goes by: a flag before a variable {@code SLUICE_SERVE_NAME} before a
 * line {@code name=} of the file before what is usual.
 */
final class ServeSettings {
  /** Of the file, and of variables in capitals. */
  static final List<String> KEYS =
      List.of(
          "data",
          "listen",
          "tls-certificate",
          "tls-key",
          "make-certificate",
          "insecure",
          "runner",
          "heads",
          "fetch-from",
          "evidence-days",
          "content-days");

  static final String LISTEN = "127.0.0.1:8420";

  private final Map<String, String> flags;
  private final Map<String, String> environment;
  private final SettingsFile file;

  /**
   * Settings from all places.
   *
   * @param flags that were given, by key
   */
  ServeSettings(Map<String, String> flags, Map<String, String> environment, SettingsFile file) {
    this.flags = Map.copyOf(flags);
    this.environment = Map.copyOf(environment);
    this.file = file;
  }

  /**
   * One setting and who says so.
   *
   * @param source for people: {@code --listen}, {@code SLUICE_SERVE_LISTEN}, {@code FILE:3}, {@code
   *     usual}
   */
  record Said(String key, String value, String source) {}

  Optional<Said> said(String key) {
    String flag = flags.get(key);
    if (flag != null) {
      return Optional.of(new Said(key, flag, "--" + key));
    }
    String variable = "SLUICE_SERVE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    String stated = environment.getOrDefault(variable, "");
    if (!stated.isEmpty()) {
      return Optional.of(new Said(key, stated, variable));
    }
    return file.value(key).map(value -> new Said(key, value, file.place(key)));
  }

  /** Everything that somebody said, in the order of {@link #KEYS}. */
  List<Said> all() {
    List<Said> all = new ArrayList<>();
    for (String key : KEYS) {
      said(key).ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  Path data(Path usual) {
    return path("data").orElse(usual);
  }

  Optional<Path> path(String key) {
    return said(key).map(said -> Path.of(said.value()).toAbsolutePath().normalize());
  }

  /** Names joined by commas, in lower case. */
  Set<String> hosts(String key) {
    return said(key).stream()
        .flatMap(said -> Stream.of(said.value().split(",", -1)))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How long something is kept; for ever when nobody says. */
  Optional<Duration> days(String key) {
    return said(key)
        .map(
            said -> {
              String text = said.value();
              if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > Rule.MOST_DAYS) {
                throw new Unusable(
                    "%s: %s takes a number of days from 1 to %d, not \"%s\""
                        .formatted(said.source(), key, Rule.MOST_DAYS, text));
              }
              return Duration.ofDays(Integer.parseInt(text));
            });
  }

  boolean flag(String key, boolean usual) {
    @Nullable Said said = said(key).orElse(null);
    if (said == null) {
      return usual;
    }
    return switch (said.value()) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default ->
          throw new Unusable(
              "%s: %s takes yes or no, not \"%s\"".formatted(said.source(), key, said.value()));
    };
  }

  /**
   * Host and port.
   *
   * @param port 0 for any that is free
   */
  record Address(String host, int port) {}

  Address listen() {
    Said said = said("listen").orElse(new Said("listen", LISTEN, "usual"));
    String text = said.value();
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "8420" : text.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new Unusable(
          "%s: expected HOST:PORT such as 127.0.0.1:8420, not \"%s\""
              .formatted(said.source(), text));
    }
    return new Address(host, Integer.parseInt(port));
  }
}
