package dev.sluice.server.access;

import dev.sluice.server.event.PersonName;

/** The rule that nobody agrees to what they asked for themselves. */
public final class TwoPersons {
  private TwoPersons() {}

  /**
   * Whether the second is another person than the first. Names are compared without regard to case,
   * as one person's tokens may be spelled differently; the server itself is nobody.
   */
  public static boolean differ(PersonName asked, PersonName agrees) {
    return !agrees.equals(PersonName.SERVER) && !asked.value().equalsIgnoreCase(agrees.value());
  }
}
