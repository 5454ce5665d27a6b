package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.trust.key.Keyring;
import java.util.ArrayList;
import java.util.List;

/** What {@code sluice keys list} shows. */
public final class KeysScreen {
  private KeysScreen() {}

  public static List<String> list(String folder, List<Keyring.Entry> entries) {
    if (entries.isEmpty()) {
      return List.of(
          "no keys in " + folder, "  the first sluice prove makes one, or: sluice keys new lab");
    }
    var table = new Table(SHRINKS, FIXED, FIXED);
    for (Keyring.Entry entry : entries) {
      table.add(
          Table.Cell.of(entry.key().name()),
          Table.Cell.of(entry.key().id().abbreviated()),
          Table.Cell.of(entry.signs() ? "signs, trusted" : "trusted"));
    }
    List<String> lines = new ArrayList<>();
    lines.add("in " + folder + ":");
    table.lines(ProveScreen.COLUMNS, false).forEach(lines::add);
    return lines;
  }
}
