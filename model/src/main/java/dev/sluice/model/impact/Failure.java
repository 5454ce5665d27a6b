package dev.sluice.model.impact;

import dev.sluice.model.Version;
import dev.sluice.model.outcome.Thing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What fails at once and whole. Of a vendor: everything that it supplies, the way a bad release on
 * all hosts is felt.
 *
 * @param version null but for one release of an artifact
 * @param lasts null for until further notice
 */
public record Failure(
    Thing.Kind kind, String name, @Nullable Version version, @Nullable Duration lasts) {
  public Failure {
    if (version != null && kind != Thing.Kind.ARTIFACT) {
      throw new IllegalArgumentException("a release of " + kind.word() + " " + name);
    }
  }

  /** As people say it: {@code vendor example-edr}, {@code release sensor 7.16}. */
  public String title() {
    return version == null ? kind.word() + " " + name : "release " + name + " " + version;
  }
}
