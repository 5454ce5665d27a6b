package dev.sluice.cli;

import java.util.List;
import java.util.Map;

/**
 * A signature set of the example {@code clamav} and what it must come to on each machine.
 *
 * @param name the file beneath {@code signatures}, without its ending
 * @param must by environment, the checks that must fail, the deciding one first; none for a pass
 */
record SignatureSet(String name, Map<String, List<String>> must) {
  private static final String OLD = "debian-11";
  private static final String NEW = "debian-12";

  SignatureSet {
    must = Map.copyOf(must);
  }

  /** All of them, in the order of the example's table. */
  static List<SignatureSet> all() {
    return List.of(
        both("good"),
        both("false-positive", "leaves-alone", "boots"),
        both("finds-nothing", "catches"),
        both("malformed-short-hex", "updates"),
        both("malformed-missing-field", "updates"),
        both("malformed-bad-hash", "updates"),
        both("malformed-nul-filled", "updates"),
        both("malformed-cut-last-line", "updates"),
        both("malformed-empty", "updates"),
        both("malformed-false-cvd", "updates"),
        oldAlone("newer-engine", "updates"),
        oldAlone("newer-engine-guarded", "catches"),
        both("half-yara", "catches"),
        both("slow", "stays-within"));
  }

  private static SignatureSet both(String name, String... checks) {
    return new SignatureSet(name, Map.of(OLD, List.of(checks), NEW, List.of(checks)));
  }

  private static SignatureSet oldAlone(String name, String check) {
    return new SignatureSet(name, Map.of(OLD, List.of(check), NEW, List.of()));
  }

  /**
   * Whether a run came to what it must: the first failing check is the deciding one, and all that
   * are named failed. More may have failed too: what follows from a fault is not foretold.
   */
  boolean isAsItMust(String environment, List<String> failed) {
    List<String> wanted = must.getOrDefault(environment, List.of());
    return wanted.isEmpty()
        ? failed.isEmpty()
        : !failed.isEmpty()
            && failed.getFirst().equals(wanted.getFirst())
            && failed.containsAll(wanted);
  }
}
