package dev.sluice.proving.lab;

import dev.sluice.model.Release;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.ProveReport;
import java.util.List;

/** How a call to the lab ended. */
public sealed interface Answer {
  /** A candidate was put to the proof. */
  record Proven(ProveReport report) implements Answer {}

  /**
   * Every negative control was shown.
   *
   * @param remarks what was wrong with the store of past runs, in sentences
   */
  record ControlsShown(List<Showing> showings, List<String> remarks) implements Answer {
    public ControlsShown {
      showings = List.copyOf(showings);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * The candidate is byte for byte what hosts run already under another version: exit status 0.
   * Nothing is proven twice.
   */
  record Identical(Release candidate, Release fielded) implements Answer {}

  /** A machine was held for somebody and is off again. */
  record Visited() implements Answer {}

  /** The pipeline says no before anything ran: exit status 1. */
  record Refused(String reason) implements Answer {}

  /** The call is wrong, nothing ran: exit status 2. */
  record Unusable(String reason) implements Answer {}

  /** The lab could not find out: exit status 3. */
  record CouldNotTell(String reason) implements Answer {}

  /**
   * One negative control and how it went.
   *
   * @param report of the known-bad release put to the proof in one combination
   */
  record Showing(
      dev.sluice.model.pipeline.Artifact.KnownBad control,
      dev.sluice.model.ArtifactName artifact,
      ControlRecord record,
      dev.sluice.proving.run.RunReport report) {}
}
