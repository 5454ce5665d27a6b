package dev.sluice.model.field;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import java.util.Comparator;

/** A release that hosts run, in the pipeline file or not. */
public record Running(ArtifactName artifact, Version version) implements Comparable<Running> {
  private static final Comparator<Running> ORDER =
      Comparator.comparing(Running::artifact).thenComparing(running -> running.version().value());

  @Override
  public int compareTo(Running other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return artifact + " " + version;
  }
}
