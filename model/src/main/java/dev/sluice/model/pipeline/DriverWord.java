package dev.sluice.model.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The drivers, each with the keys that it shares with no other, or not with every other. */
enum DriverWord {
  QEMU,
  MACHINE,
  PROCESS;

  private static final String PATH = "environments.NAME";

  private List<String> keys() {
    return switch (this) {
      case QEMU ->
          List.of("image", "architecture", "firmware", "network", "state", "memory", "parameters");
      case MACHINE ->
          List.of(
              "ssh",
              "shell",
              "inputs",
              "restore",
              "power-on",
              "power-off",
              "console",
              "screenshot");
      case PROCESS -> List.of("root", "start", "state", "memory", "cpu", "processes", "disk");
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable DriverWord of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst().orElse(null);
  }

  /** The keys that an environment of this driver may have, in the order of the manual. */
  List<String> allowed() {
    List<String> others =
        Arrays.stream(values()).flatMap(other -> other.keys().stream()).distinct().toList();
    return Keys.beneath(PATH).stream()
        .filter(key -> keys().contains(key) || !others.contains(key))
        .toList();
  }

  /** Why a key of another driver has no business here, by key. */
  Map<String, String> foreign() {
    List<String> allowed = new ArrayList<>(allowed());
    Map<String, String> foreign = new HashMap<>();
    for (String key : Keys.beneath(PATH)) {
      if (!allowed.contains(key)) {
        List<String> owners =
            Arrays.stream(values())
                .filter(other -> other.keys().contains(key))
                .map(DriverWord::word)
                .toList();
        String whose =
            owners.size() == 1
                ? "only driver %s has it".formatted(owners.getFirst())
                : "only drivers %s have it".formatted(String.join(" and ", owners));
        foreign.put(
            key, "%s; driver %s has %s".formatted(whose, word(), String.join(", ", keys())));
      }
    }
    return foreign;
  }
}
