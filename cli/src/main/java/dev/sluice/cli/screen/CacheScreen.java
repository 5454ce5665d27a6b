package dev.sluice.cli.screen;

import static dev.sluice.cli.screen.Table.Column.FIXED;
import static dev.sluice.cli.screen.Table.Column.RIGHT;
import static dev.sluice.cli.screen.Table.Column.SHRINKS;

import dev.sluice.model.Result;
import dev.sluice.proving.environment.qemu.CacheContents.Item;
import dev.sluice.proving.environment.qemu.WarmStates.Kept;
import dev.sluice.proving.environment.qemu.WarmStates.Verified;
import java.util.ArrayList;
import java.util.List;

/** What {@code sluice cache} shows. */
public final class CacheScreen {
  private static final int KEY_SHOWN = 12;

  private CacheScreen() {}

  /**
   * Everything that is kept.
   *
   * @param folder of the cache, as it is spoken of
   */
  public static List<String> list(
      String folder, List<Kept> warm, List<Item> images, boolean colour) {
    if (warm.isEmpty() && images.isEmpty()) {
      return List.of("nothing is kept in " + Plain.of(folder));
    }
    List<String> lines = new ArrayList<>();
    lines.add(Plain.of(folder));
    lines.add("");
    if (!warm.isEmpty()) {
      lines.add("warm machines");
      var table = new Table(FIXED, SHRINKS, FIXED, FIXED, RIGHT);
      for (Kept state : warm) {
        table.add(
            Table.Cell.of(key(state)),
            Table.Cell.of(Plain.of(state.environment())),
            Table.Cell.of("made " + RunsScreen.time(state.made())),
            Table.Cell.of("used " + RunsScreen.time(state.lastUsed())),
            Table.Cell.of(Figures.bytes(state.bytes())));
      }
      lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
      lines.add("");
    }
    if (!images.isEmpty()) {
      lines.add("images");
      var table = new Table(SHRINKS, RIGHT);
      for (Item item : images) {
        table.add(Table.Cell.of(Plain.of(item.name())), Table.Cell.of(Figures.bytes(item.bytes())));
      }
      lines.addAll(table.lines(ProveScreen.COLUMNS, colour));
      lines.add("");
    }
    lines.add(
        Figures.count(warm.size(), "warm machine")
            + ", "
            + Figures.bytes(warm.stream().mapToLong(Kept::bytes).sum())
            + "; images and downloads "
            + Figures.bytes(images.stream().mapToLong(Item::bytes).sum())
            + "; times are UTC");
    return lines;
  }

  /** What went, and what is left. */
  public static List<String> pruned(List<Kept> removed, List<Kept> left) {
    List<String> lines = new ArrayList<>();
    for (Kept state : removed) {
      lines.add("  removed " + key(state) + "  " + Plain.of(state.environment()));
    }
    lines.add(
        "removed "
            + Figures.count(removed.size(), "warm machine")
            + ", "
            + Figures.bytes(removed.stream().mapToLong(Kept::bytes).sum())
            + "; "
            + left.size()
            + (left.size() == 1 ? " stays, " : " stay, ")
            + Figures.bytes(left.stream().mapToLong(Kept::bytes).sum()));
    return lines;
  }

  public static List<String> verified(List<Verified> states, boolean colour) {
    if (states.isEmpty()) {
      return List.of("no machine is kept warm");
    }
    var table = new Table(FIXED, FIXED, SHRINKS, SHRINKS);
    for (Verified verified : states) {
      String trouble = verified.trouble();
      table.add(
          Table.Cell.of(key(verified.state())),
          trouble == null
              ? new Table.Cell(Result.PASSED.shape() + " whole", Tint.of(Result.PASSED))
              : new Table.Cell(Result.FAILED.shape() + " doubtful", Tint.of(Result.FAILED)),
          Table.Cell.of(Plain.of(verified.state().environment())),
          Table.Cell.of(trouble == null ? "" : Plain.of(trouble)));
    }
    List<String> lines = new ArrayList<>(table.lines(ProveScreen.COLUMNS, colour));
    long doubtful = states.stream().filter(state -> state.trouble() != null).count();
    if (doubtful > 0) {
      lines.add("");
      lines.add("  the next prove that wants a doubtful one may not notice: remove them with");
      lines.add("  sluice cache prune --most 0GB");
    }
    return lines;
  }

  private static String key(Kept state) {
    return state.key().substring(0, KEY_SHOWN);
  }
}
