package dev.sluice.cli.page;

import java.util.List;

/** What the page shows, in its order; every text is clean but not yet escaped. */
record Page(
    String place,
    String title,
    State state,
    String word,
    List<String> meaning,
    String when,
    List<Point> bare,
    List<Point> held,
    int heldFailures,
    List<String> open,
    Drawing map,
    List<String> mapNotes,
    List<Need> outcomes,
    List<StandIn> standIns,
    List<Said> policy,
    List<Room> rooms,
    List<Part> things,
    List<Command> again) {

  /** How something stands: a shape, and a colour that only helps; a word is always beside it. */
  enum State {
    GOOD("passed"),
    BAD("failed"),
    UNSURE("unsure"),
    NONE("none");

    final String look;

    State(String look) {
      this.look = look;
    }
  }

  /**
   * Failures each of which loses the same outcomes alone.
   *
   * @param more of the outcomes, folded
   */
  record Point(
      List<String> names, String people, String harm, List<String> loses, List<String> more) {}

  /**
   * An outcome.
   *
   * @param facts who needs it, and how soon people are harmed
   * @param without what {@code sentences} are about; empty when nothing loses it
   * @param alone what else loses it alone
   */
  record Need(
      String row,
      String name,
      String says,
      State state,
      String word,
      String facts,
      String without,
      List<String> sentences,
      String alone,
      String needs) {}

  /** What stands in for an outcome. */
  record StandIn(
      String row,
      String outcome,
      String says,
      String kind,
      State state,
      String word,
      String due,
      String keeps,
      String needs) {}

  /** A sentence of the policy's judgement. */
  record Said(State state, String word, String sentence) {}

  /** How many hosts of a group may be down. */
  record Room(String group, String hosts, State state, String down, String anHour, String why) {}

  /** A thing. */
  record Part(
      String row,
      String name,
      String kind,
      String says,
      State state,
      String word,
      String needs,
      String usedBy) {}

  /** What to do next. */
  record Command(String what, String line) {}
}
