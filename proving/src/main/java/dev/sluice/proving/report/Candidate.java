package dev.sluice.proving.report;

import dev.sluice.model.Release;
import dev.sluice.model.pipeline.Artifact;

/**
 * A release on trial.
 *
 * @param checks how many checks a run of its suite decides
 */
public record Candidate(Artifact artifact, Release release, Suite suite, int checks) {}
