package dev.sluice.cli.card;

import java.util.List;
import java.util.stream.Stream;
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
  // Measured in print: well below what fills a page.
  private static final int ROOMY = 600;
  private static final int ROOMY_WITH_CODE = 400;

  public Card {
    before = List.copyOf(before);
    gone = List.copyOf(gone);
    needs = List.copyOf(needs);
    lasts = List.copyOf(lasts);
  }

  /** Whether it is printed smaller: as large as others it would need a second page. */
  public boolean dense() {
    long letters =
        Stream.of(List.of(outcome, who, fallback), before, gone, needs, lasts)
            .flatMap(List::stream)
            .mapToInt(String::length)
            .sum();
    return letters > (code == null ? ROOMY : ROOMY_WITH_CODE);
  }

  /**
   * An address as a QR code.
   *
   * @param size of the picture in modules, its quiet zone included
   * @param path the dark modules as a path of SVG
   */
  public record Code(String address, int size, String path) {
    /** For the picture's attribute. */
    public String box() {
      return "0 0 %d %d".formatted(size, size);
    }
  }
}
