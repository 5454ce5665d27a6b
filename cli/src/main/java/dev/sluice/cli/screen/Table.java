package dev.sluice.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in columns that fit a width. When they do not, the widest of the columns that may shrink are
 * cut. A row that leaves its last cells empty has their room for the cell before, unless that is a
 * figure.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final Column[] columns;
  private final List<Cell[]> rows = new ArrayList<>();

  Table(Column... columns) {
    this.columns = columns.clone();
  }

  /** How a column behaves. */
  enum Column {
    FIXED,
    /** Cut when there is no room. */
    SHRINKS,
    /** For figures. */
    RIGHT,
    /** Continued on further lines; only as the last one. */
    WRAPS
  }

  record Cell(String text, Tint tint) {
    static final Cell EMPTY = of("");

    static Cell of(String text) {
      return new Cell(text, Tint.NONE);
    }
  }

  void add(Cell... cells) {
    if (cells.length != columns.length) {
      throw new IllegalArgumentException(cells.length + " cells in " + columns.length + " columns");
    }
    rows.add(cells.clone());
  }

  /** Each row indented by two. */
  List<String> lines(int room, boolean colour) {
    int[] widths = widths(room - GAP.length());
    List<String> lines = new ArrayList<>();
    for (Cell[] row : rows) {
      if (columns[columns.length - 1] == Column.WRAPS) {
        wrap(row, widths, room, colour, lines);
      } else {
        lines.add(line(row, widths, room, colour));
      }
    }
    return lines;
  }

  private int[] widths(int room) {
    int[] widths = new int[columns.length];
    for (Cell[] row : rows) {
      int filled = filled(row);
      for (int i = 0; i < filled; i++) {
        if (i + 1 < filled || filled == columns.length || columns[i] == Column.RIGHT) {
          widths[i] = Math.max(widths[i], Plain.width(row[i].text()));
        }
      }
    }
    int tooMuch = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - room;
    int last = columns.length - 1;
    if (columns[last] == Column.WRAPS && tooMuch > 0) {
      int less = Math.min(tooMuch, Math.max(0, widths[last] - room / 3));
      widths[last] -= less;
      tooMuch -= less;
    }
    for (int widest = widest(widths); tooMuch > 0 && widest >= 0; widest = widest(widths)) {
      widths[widest]--;
      tooMuch--;
    }
    return widths;
  }

  private int widest(int[] widths) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      boolean may = columns[i] == Column.SHRINKS && widths[i] > NARROWEST;
      if (may && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private static int filled(Cell[] row) {
    int filled = row.length;
    while (filled > 1 && row[filled - 1].text().isEmpty()) {
      filled--;
    }
    return filled;
  }

  private void wrap(Cell[] row, int[] widths, int room, boolean colour, List<String> lines) {
    int last = row.length - 1;
    List<String> parts = Plain.wrapped(row[last].text(), widths[last]);
    for (int part = 0; part < parts.size(); part++) {
      Cell[] shown = new Cell[row.length];
      for (int i = 0; i < last; i++) {
        shown[i] = part == 0 ? row[i] : Cell.EMPTY;
      }
      shown[last] = new Cell(parts.get(part), row[last].tint());
      lines.add(line(shown, widths, room, colour));
    }
  }

  private String line(Cell[] row, int[] widths, int all, boolean colour) {
    int filled = filled(row);
    var out = new StringBuilder();
    int used = 0;
    for (int i = 0; i < filled; i++) {
      int room = widths[i];
      if (i == filled - 1 && filled < row.length && columns[i] != Column.RIGHT) {
        room = all - used - GAP.length();
      }
      String text = Plain.cut(row[i].text(), room);
      String blanks = " ".repeat(Math.max(0, room - Plain.width(text)));
      String tinted = row[i].tint().on(text, colour);
      used += GAP.length() + room;
      out.append(GAP).append(columns[i] == Column.RIGHT ? blanks + tinted : tinted + blanks);
    }
    return out.toString().stripTrailing();
  }
}
