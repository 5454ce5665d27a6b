package dev.sluice.server.event;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;

/** Names one release of a product. */
public record ReleaseKey(ArtifactName artifact, Version version) {
  /** As people read it: {@code channel 291}. */
  public String title() {
    return artifact + " " + version;
  }

  @Override
  public String toString() {
    return title();
  }
}
