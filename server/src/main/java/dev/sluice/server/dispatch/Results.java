package dev.sluice.server.dispatch;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.event.Shown;
import dev.sluice.server.event.Work;
import dev.sluice.server.labs.LabTrust;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.proof.Proof;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a runner hands in and says what speaks against it. */
final class Results {
  private final ContentStore content;
  private final BundleFacts facts;
  private final ProofJudgement judgement;

  Results(ContentStore content, BundleFacts facts, LabTrust trust) {
    this.content = content;
    this.facts = facts;
    this.judgement = new ProofJudgement(trust);
  }

  /** It cannot be taken as it stands; the lease goes on. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String sentence) {
      super(sentence);
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Reads it.
   *
   * @param candidate digest of the candidate's content; null of negative controls
   */
  Handed read(RunRecord run, RunResult result, @Nullable Digest candidate)
      throws Unusable, IOException {
    Result word = word(result.result());
    if (result.millis() < 0) {
      throw new Unusable("a run cannot take " + result.millis() + " ms");
    }
    if (result.sentence().isBlank()) {
      throw new Unusable("a result needs a sentence");
    }
    @Nullable Digest evidence = stored("evidence", result.evidence());
    List<Shown> shown = shown(result.controls());
    boolean proves = run.work() instanceof Work.Prove && word == Result.PASSED;
    @Nullable Digest proof = proves ? stored("proof", result.proof()) : null;
    @Nullable String objection =
        switch (run.work()) {
          case Work.Prove prove -> proves ? objection(run, prove, proof, candidate) : null;
          case Work.Controls _ -> objection(word, shown);
        };
    return new Handed(
        result.attempt(),
        word,
        PlainText.plain(result.sentence()),
        evidence,
        proof,
        run.work() instanceof Work.Controls ? shown : List.of(),
        result.millis(),
        objection);
  }

  private static Result word(String word) throws Unusable {
    for (Result result : Result.values()) {
      if (result.word().equals(word)) {
        return result;
      }
    }
    throw new Unusable(
        "the result "
            + PlainText.quoted(word)
            + " is not known; there are passed, failed, could-not-tell and returned");
  }

  private @Nullable Digest stored(String what, @Nullable String hex) throws Unusable, IOException {
    if (hex == null) {
      return null;
    }
    Digest digest;
    try {
      digest = new Digest(hex);
    } catch (IllegalArgumentException _) {
      throw new Unusable("not a SHA-256 in hex: " + PlainText.quoted(hex));
    }
    if (content.size(digest).isEmpty()) {
      throw new Unusable(
          "the " + what + " " + digest.abbreviated() + " is not here; upload it first");
    }
    return digest;
  }

  private static List<Shown> shown(List<RunResult.WireControl> controls) throws Unusable {
    List<Shown> shown = new ArrayList<>();
    for (RunResult.WireControl control : controls) {
      try {
        shown.add(
            new Shown(
                new ArtifactName(control.artifact()),
                new Version(control.version()),
                new Digest(control.content()),
                PlainText.plain(control.goesRed()),
                control.red()));
      } catch (IllegalArgumentException e) {
        throw new Unusable("a control cannot be read: " + PlainText.shown(e.toString()));
      }
    }
    return shown;
  }

  private @Nullable String objection(
      RunRecord run, Work.Prove work, @Nullable Digest proof, @Nullable Digest candidate)
      throws IOException {
    if (proof == null || candidate == null) {
      return "said that it passed, without a proof that names " + work.release();
    }
    OptionalLong size = content.size(proof);
    if (size.isEmpty() || size.getAsLong() > Proof.LIMIT) {
      return "said that it passed, and its proof is none: it is larger than 1 MiB";
    }
    try (InputStream in = content.open(proof, 0)) {
      return judgement.objection(in.readNBytes(Proof.LIMIT + 1), run, work, candidate, facts);
    }
  }

  private @Nullable String objection(Result result, List<Shown> shown) {
    if (shown.isEmpty() && result == Result.COULD_NOT_TELL) {
      return null;
    }
    if (!named(shown).equals(known())) {
      return "showed other known-bad releases than the pipeline file has";
    }
    Result means = shown.stream().allMatch(Shown::red) ? Result.PASSED : Result.FAILED;
    return means == result
        ? null
        : "said " + result.word() + ", and what its negative controls showed is " + means.word();
  }

  private static List<String> named(List<Shown> shown) {
    return sorted(
        shown.stream().map(s -> name(s.artifact(), s.version(), s.content(), s.goesRed())));
  }

  private List<String> known() {
    return sorted(
        facts.known().stream().map(k -> name(k.artifact(), k.version(), k.content(), k.goesRed())));
  }

  private static String name(
      ArtifactName artifact, Version version, Digest content, String goesRed) {
    return artifact + " " + version + " " + content + " " + goesRed;
  }

  private static List<String> sorted(Stream<String> names) {
    return names.sorted(Comparator.naturalOrder()).toList();
  }
}
