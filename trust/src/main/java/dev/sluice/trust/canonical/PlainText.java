package dev.sluice.trust.canonical;

/** What may stand in a signed text, and how a stranger's text is shown to people. */
public final class PlainText {
  /** Characters (UTF-16 units) that one signed text may have. */
  public static final int LIMIT = 512;

  private static final int SHOWN = 120;

  private PlainText() {}

  /**
   * Whether a text is 1 to {@value #LIMIT} characters, not blank, without control characters and
   * well formed. Canonical JSON writes control characters raw, where no JSON reader takes them
   * back.
   */
  public static boolean isPlain(String text) {
    return !text.isBlank()
        && text.length() <= LIMIT
        && text.codePoints().allMatch(c -> isPrintable(c));
  }

  /** A text from an unverified file between quotation marks, made safe as by {@link #shown}. */
  public static String quoted(String text) {
    return '"' + shown(text) + '"';
  }

  /**
   * A text cut to {@value #SHOWN} characters, with everything that could move a terminal's cursor
   * or turn its direction replaced.
   */
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .map(c -> isPrintable(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    if (text.codePointCount(0, text.length()) > SHOWN) {
      shown.append('…');
    }
    return shown.toString();
  }

  /**
   * A text that is not blank, made {@linkplain #isPlain plain}: what cannot be printed is replaced,
   * and what is too long is cut.
   */
  public static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(LIMIT + 1)
        .map(c -> isPrintable(c) ? c : '?')
        .forEach(plain::appendCodePoint);
    if (plain.length() > LIMIT) {
      int end = LIMIT - 1;
      plain.setLength(Character.isHighSurrogate(plain.charAt(end - 1)) ? end - 1 : end);
      plain.append('…');
    }
    return plain.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      // FORMAT has the characters that reverse the direction of what follows.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
