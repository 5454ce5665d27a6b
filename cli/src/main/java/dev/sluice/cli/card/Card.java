package dev.sluice.cli.card;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands on the card, in ready texts.
 *
 * @param before modes of the system itself, which come first
 * @param gone what people act as if it did not work
 * @param needs what the fallback hangs on
 * @param lasts how long the fallback can be kept up, and when people are harmed
 * @param made the day on which the card was
 * @param code null when the owner gives no address
 */
public record Card(
    String place,
    String outcome,
    String who,
    String fallback,
    List<String> before,
    List<String> gone,
    List<String> needs,
    List<String> lasts,
    String tried,
    String made,
    String name,
    @Nullable Code code) {
  // In print a card of 15 lines, counted as here, is one page; fonts differ.
  private static final int MOST_LINES = 14;
  private static final int CODE = 6;

  public Card {
    before = List.copyOf(before);
    gone = List.copyOf(gone);
    needs = List.copyOf(needs);
    lasts = List.copyOf(lasts);
  }

  /** Whether it is printed smaller: as large as others it would need a second page. */
  public boolean dense() {
    int heading = 2 * lines(List.of("Without the computers: " + outcome), 48);
    int lists = Math.max(lines(needs, 36), lines(gone, 36));
    int first = before.isEmpty() ? 0 : 2 + lines(before, 80);
    int all = heading + lines(List.of(fallback), 60) + lists + first + (code == null ? 0 : CODE);
    return all > MOST_LINES;
  }

  private static int lines(List<String> texts, int width) {
    return texts.stream().mapToInt(text -> 1 + text.length() / width).sum();
  }

  /**
   * An address as a QR code.
   *
   * @param size of the picture in modules, its quiet zone included
   * @param path the dark modules as a path of SVG
   */
  public record Code(String address, int size, String path) {
    // In 27 mm a module has half a millimetre then.
    private static final int MOST_COARSE = 54;

    /** A long address makes small modules: printed larger, or telephones do not read them. */
    public boolean isFine() {
      return size > MOST_COARSE;
    }

    /** For the picture's attribute. */
    public String box() {
      return "0 0 %d %d".formatted(size, size);
    }
  }
}
