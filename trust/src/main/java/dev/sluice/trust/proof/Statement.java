package dev.sluice.trust.proof;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.trust.canonical.PlainText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lab says of one run: one combination, one suite, one environment. Only a run that passed
 * or failed can be stated; texts are plain ({@link PlainText#isPlain}), instants whole seconds. The
 * constructors refuse the rest with {@link IllegalArgumentException}.
 *
 * @param oneWay the releases of the combination that declare themselves unable to go back, for
 *     which {@code recovers-forward} stood for {@code reverts}
 */
public record Statement(
    Run run,
    Combination combination,
    Set<ArtifactName> oneWay,
    Suite suite,
    Environment environment,
    PipelineFile pipeline) {

  /** The built-in checks that every passed run lists; {@link #REVERTS} beside them. */
  static final List<String> ALWAYS = List.of("boots", "updates", "healthy");

  static final String REVERTS = "reverts";

  /** Stands for {@link #REVERTS} where a release declares itself one-way. */
  static final String RECOVERS_FORWARD = "recovers-forward";

  public Statement {
    oneWay = Set.copyOf(oneWay);
    Set<ArtifactName> names = new HashSet<>(oneWay);
    names.removeAll(
        Stream.concat(Stream.of(combination.application()), combination.data().stream())
            .map(Release::artifact)
            .toList());
    require(names.isEmpty(), "one-way, but not in the combination: " + names);
    if (run.result() == Result.PASSED) {
      for (String check : ALWAYS) {
        require(run.passed().contains(check), "a run that passed without the check " + check);
      }
      require(
          run.passed().contains(REVERTS)
              || (!oneWay.isEmpty() && run.passed().contains(RECOVERS_FORWARD)),
          "a run that passed without the check " + REVERTS);
    }
  }

  /**
   * How it went.
   *
   * @param result passed or failed; of a run that could not tell nothing is stated
   * @param ended by the lab's clock
   * @param passed names of checks, in the order in which they ran
   * @param failed the same; empty exactly when the run passed
   */
  public record Run(Result result, Instant ended, List<String> passed, List<String> failed) {
    public Run {
      ended = ended.truncatedTo(ChronoUnit.SECONDS);
      passed = List.copyOf(passed);
      failed = List.copyOf(failed);
      require(result != Result.COULD_NOT_TELL, "nothing is stated of a run that could not tell");
      require(
          failed.isEmpty() == (result == Result.PASSED),
          "the run " + result.word() + ", its failed checks are " + failed);
      List<String> all = Stream.concat(passed.stream(), failed.stream()).toList();
      all.forEach(check -> requirePlain("check", check));
      require(all.stream().distinct().count() == all.size(), "a check is listed twice: " + all);
    }
  }

  /**
   * What was asked of the combination.
   *
   * @param name {@code smoke} or {@code regression}
   * @param digest of everything that decides what the suite does
   */
  public record Suite(String name, Digest digest, List<NegativeControl> negativeControls) {
    public Suite {
      requirePlain("suite", name);
      negativeControls = List.copyOf(negativeControls);
    }
  }

  /**
   * A known-bad release by which the suite is shown to go red.
   *
   * @param goesRed the check that must fail
   * @param with the counterpart release it is tried with; null for the riskiest combination
   * @param lastRed when this suite last failed on it; null for never
   */
  public record NegativeControl(
      ArtifactName artifact,
      Version version,
      String goesRed,
      @Nullable Version with,
      @Nullable Instant lastRed) {
    public NegativeControl {
      requirePlain("check", goesRed);
      lastRed = lastRed == null ? null : lastRed.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /**
   * The place it ran in.
   *
   * @param image of the guest before the run
   * @param kernel that booted; null where the place does not tell
   * @param standsFor the platform selector: facts that a host's platform must match; at least one
   */
  public record Environment(
      String name,
      Digest image,
      @Nullable Digest kernel,
      SortedMap<String, String> standsFor,
      Machine machine) {
    public Environment {
      requirePlain("environment", name);
      standsFor = Collections.unmodifiableSortedMap(new TreeMap<>(standsFor));
      require(!standsFor.isEmpty(), "an environment that stands for nothing");
      standsFor.forEach(
          (fact, value) -> {
            requirePlain("fact", fact);
            requirePlain("value of a fact", value);
          });
    }
  }

  /**
   * What the place was made of.
   *
   * @param driver such as {@code qemu}
   * @param version of what the driver drives, such as QEMU's {@code 7.2.19}
   * @param accelerator such as {@code kvm} or {@code tcg}; null where there is none to choose
   * @param isolation what separated the run from the lab, such as {@code vm}
   * @param unenforced bounds that were asked for and could not be set, in words
   */
  public record Machine(
      String driver,
      String version,
      @Nullable String accelerator,
      String isolation,
      List<String> unenforced) {
    public Machine {
      unenforced = List.copyOf(unenforced);
      unenforced.forEach(bound -> requirePlain("bound", bound));
      requirePlain("driver", driver);
      requirePlain("driver's version", version);
      requirePlain("isolation", isolation);
      if (accelerator != null) {
        requirePlain("accelerator", accelerator);
      }
    }
  }

  /**
   * The pipeline file that the plan came from.
   *
   * @param format version of the pipeline file's format
   */
  public record PipelineFile(Digest digest, int format) {
    public PipelineFile {
      require(format >= 1, "pipeline file format " + format);
    }
  }

  private static void requirePlain(String what, String text) {
    require(
        PlainText.isPlain(text), "not a plain text for " + what + ": " + PlainText.quoted(text));
  }

  private static void require(boolean valid, String otherwise) {
    if (!valid) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
