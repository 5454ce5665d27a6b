package dev.sluice.model;

/**
 * One immutable version of an artifact.
 *
 * @param size in bytes
 */
public record Release(ArtifactName artifact, Version version, Digest digest, long size) {
  public Release {
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
  }

  /** As people read it: {@code channel 291}. */
  public String title() {
    return artifact + " " + version;
  }
}
