package dev.sluice.model.outcome;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that outcomes can hang on.
 *
 * @param says what people call it; null when its name does
 * @param sort what a vendor supplies, such as {@code edr}; null for all else
 * @param hosts of a group, or people who can fill a role; null when not written down, and for all
 *     else
 * @param recoversIn how long one host of a group takes to come back; null when not written down
 * @param needs what it hangs on while it runs: its site, vendor and software too
 * @param atStart the names of what it needs only to start
 * @param unwritten what the file leaves open about it
 */
public record Thing(
    Kind kind,
    String name,
    @Nullable String says,
    @Nullable String sort,
    @Nullable Long hosts,
    @Nullable Duration recoversIn,
    Requirement needs,
    List<String> atStart,
    List<Unwritten> unwritten) {

  public Thing {
    atStart = List.copyOf(atStart);
    unwritten = List.copyOf(unwritten);
  }

  /** What people call it. */
  public String title() {
    return says == null ? name : says;
  }

  /** The kinds of things, in the order of the file. */
  public enum Kind {
    GROUP("host-group", "groups"),
    SERVICE("service", "services"),
    VENDOR("vendor", "vendors"),
    ARTIFACT("artifact", "artifacts"),
    SITE("site", "sites"),
    CREDENTIAL("credential", "credentials"),
    PERSON("person", "people");

    private final String word;
    private final String key;

    Kind(String word, String key) {
      this.word = word;
      this.key = key;
    }

    /** As in {@code sluice impact WORD NAME}. */
    public String word() {
      return word;
    }

    /** Where the file lists them. */
    public String key() {
      return key;
    }

    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
  }

  /**
   * What a file may leave open, so that a question after the one on the right has no safe answer.
   */
  public enum Unwritten {
    RUNS("which software runs there"),
    NEEDS("what it hangs on"),
    SITE("at which site it stands"),
    VENDOR("whose it is");

    private final String what;

    Unwritten(String what) {
      this.what = what;
    }

    /** After {@code it is not written down}. */
    public String what() {
      return what;
    }

    /** Whether a failure of this kind could reach a thing by what is left open. */
    public boolean concerns(Kind failing) {
      return switch (this) {
        case RUNS -> failing == Kind.VENDOR || failing == Kind.ARTIFACT;
        case NEEDS -> true;
        case SITE -> failing == Kind.SITE;
        case VENDOR -> failing == Kind.VENDOR;
      };
    }
  }
}
