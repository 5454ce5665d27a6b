package dev.sluice.server.impact;

import dev.sluice.model.drill.Drills;
import dev.sluice.model.file.FileText;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.server.admit.Examiner;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.content.ContentStore;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** What hangs on an artifact, from the outcomes that a bundle has. */
public final class BundleImpact implements Examiner.Hanging {
  private final Clock clock;

  /**
   * Reads with every question.
   *
   * @param clock decides which drills still count
   */
  public BundleImpact(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Answer of(Bundle bundle, ContentStore store, Artifact artifact) throws IOException {
    Optional<Outcomes> written = written(bundle, store);
    if (written.isEmpty()) {
      return Answer.NOTHING;
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Outcomes found = drills(bundle, store).found(written.get(), today);
    Hanging hanging = Hanging.of(found, artifact.name(), today);
    return new Answer(hanging.sentences(), hanging.refusal());
  }

  private static Optional<Outcomes> written(Bundle bundle, ContentStore store) throws IOException {
    Optional<Bundle.File> own = bundle.file(Bundle.OUTCOMES);
    String name = own.isPresent() ? Bundle.OUTCOMES : Bundle.PIPELINE;
    int most = own.isPresent() ? OutcomesFile.MAX_BYTES : PipelineFile.MAX_BYTES;
    Bundle.File file =
        bundle.file(name).orElseThrow(() -> new IOException("the bundle has no " + name));
    byte[] text = bytes(store, file, most);
    if (own.isEmpty() && !OutcomesFile.isIn(text)) {
      return Optional.empty();
    }
    return switch (OutcomesFile.parse(name, text)) {
      case FileText.Read<Outcomes>(var outcomes) -> Optional.of(outcomes);
      case FileText.Refused<Outcomes>(var problems) ->
          throw new IOException("the bundle's outcomes: " + problems.getFirst().message());
    };
  }

  private static Drills drills(Bundle bundle, ContentStore store) throws IOException {
    Optional<Bundle.File> file = bundle.file(Bundle.DRILLS);
    if (file.isEmpty()) {
      return Drills.NONE;
    }
    try {
      return DrillLines.read(bytes(store, file.get(), DrillLines.MOST_BYTES));
    } catch (MalformedInput e) {
      throw new IOException(e.sentence(), e);
    }
  }

  private static byte[] bytes(ContentStore store, Bundle.File file, int most) throws IOException {
    try (InputStream in = store.open(file.digest(), 0)) {
      return in.readNBytes(most + 1);
    }
  }
}
