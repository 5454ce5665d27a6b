package dev.sluice.server.pipeline;

import dev.sluice.model.Digest;
import dev.sluice.model.file.FileText;
import dev.sluice.model.file.Problem;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.bundle.BundleRules;
import dev.sluice.server.change.Rules;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.impact.DrillLines;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a bundle: all of it is here, and its files are valid. Nothing of it is ever run. */
final class Examination {
  private final ContentStore store;
  private final List<String> problems = new ArrayList<>();

  private Examination(ContentStore store) {
    this.store = store;
  }

  static Examined of(ContentStore store, ProductName product, Digest digest) throws IOException {
    return new Examination(store).examine(product, digest);
  }

  private Examined examine(ProductName product, Digest digest) throws IOException {
    OptionalLong size = store.size(digest);
    if (size.isEmpty()) {
      return new Examined.Missing(List.of(digest));
    }
    Bundle bundle;
    try {
      bundle = BundleJson.read(bytes(digest, BundleJson.LIMIT));
    } catch (MalformedInput e) {
      return new Examined.Unsound(List.of("the bundle: " + e.sentence()));
    }
    if (!bundle.product().equals(product)) {
      problems.add("the bundle is of product " + bundle.product() + ", and not of " + product);
    }
    List<Digest> missing = missing(bundle);
    if (!missing.isEmpty()) {
      return new Examined.Missing(missing);
    }
    byte[] text = text(bundle, Bundle.PIPELINE, PipelineFile.MAX_BYTES);
    Pipeline pipeline =
        switch (PipelineFile.parse(Bundle.PIPELINE, text)) {
          case PipelineFile.Valid(var valid) -> valid;
          case PipelineFile.Invalid(var found) -> {
            note(found);
            yield null;
          }
        };
    @Nullable Outcomes outcomes = outcomes(bundle, text);
    drills(bundle);
    if (pipeline == null) {
      return new Examined.Unsound(problems);
    }
    problems.addAll(BundleRules.problems(bundle, pipeline));
    return problems.isEmpty()
        ? new Examined.Sound(new Rules(bundle, pipeline, outcomes))
        : new Examined.Unsound(problems);
  }

  private List<Digest> missing(Bundle bundle) throws IOException {
    Set<Digest> missing = new LinkedHashSet<>();
    for (Bundle.File file : bundle.files()) {
      OptionalLong here = store.size(file.digest());
      if (here.isEmpty()) {
        missing.add(file.digest());
      } else if (here.getAsLong() != file.size()) {
        problems.add(
            "%s has %,d bytes, and the bundle says %,d"
                .formatted(file.path(), here.getAsLong(), file.size()));
      }
    }
    return List.copyOf(missing);
  }

  private @Nullable Outcomes outcomes(Bundle bundle, byte[] pipeline) throws IOException {
    boolean own = bundle.file(Bundle.OUTCOMES).isPresent();
    boolean within = OutcomesFile.isIn(pipeline);
    if (own && within) {
      problems.add(
          "outcomes stand twice: in %s and under outcomes: in %s; keep one of them"
              .formatted(Bundle.OUTCOMES, Bundle.PIPELINE));
      return null;
    }
    if (!own && !within) {
      return null;
    }
    String name = own ? Bundle.OUTCOMES : Bundle.PIPELINE;
    byte[] text = own ? text(bundle, name, OutcomesFile.MAX_BYTES) : pipeline;
    return switch (OutcomesFile.parse(name, text)) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var found) -> {
        note(found);
        yield null;
      }
    };
  }

  private void drills(Bundle bundle) throws IOException {
    if (bundle.file(Bundle.DRILLS).isPresent()) {
      try {
        DrillLines.read(text(bundle, Bundle.DRILLS, DrillLines.MOST_BYTES));
      } catch (MalformedInput e) {
        problems.add(Bundle.DRILLS + ": " + e.sentence());
      }
    }
  }

  private void note(List<Problem> found) {
    found.forEach(problem -> problems.add(sentence(problem)));
  }

  private static String sentence(Problem problem) {
    String where =
        "%s:%d:%d: %s"
            .formatted(problem.file(), problem.line(), problem.column(), problem.message());
    return problem.wayOut().isEmpty()
        ? where
        : where + " (" + String.join("; ", problem.wayOut()) + ")";
  }

  private byte[] text(Bundle bundle, String path, int most) throws IOException {
    Bundle.File file =
        bundle.file(path).orElseThrow(() -> new IOException("the bundle has no " + path));
    return bytes(file.digest(), most);
  }

  /** One byte more than allowed where there are more: readers say what the limit is. */
  private byte[] bytes(Digest digest, int most) throws IOException {
    try (InputStream in = store.open(digest, 0)) {
      return in.readNBytes(most + 1);
    }
  }
}
