package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Located;
import dev.sluice.model.file.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file as far as it could be read, with positions, for the rules that compare its parts. What
 * is null was absent or wrong; wrong was reported.
 */
record Draft(
    @Nullable ArtifactName product,
    List<ArtifactDraft> artifacts,
    List<EnvironmentDraft> environments,
    SuiteDraft smoke,
    SuiteDraft regression,
    List<Located<String>> needMachine,
    @Nullable Duration timeBox) {

  boolean has(Class<? extends CheckSpec> kind) {
    return Stream.of(smoke, regression)
        .flatMap(suite -> suite.checks().stream())
        .anyMatch(check -> kind.isInstance(check.value()));
  }

  enum KindWord {
    APPLICATION,
    DATA
  }

  /**
   * @param name null when it is no valid name
   * @param title for messages: {@code data artifact "channel"}
   * @param loader what {@code for} says
   * @param installations the environments that its releases name
   * @param fields the mapping itself, to mark its keys
   */
  record ArtifactDraft(
      @Nullable ArtifactName name,
      String title,
      Fields fields,
      @Nullable KindWord kind,
      @Nullable Located<ArtifactName> loader,
      List<Located<Artifact.FieldRelease>> field,
      List<Located<String>> installations,
      @Nullable Command build,
      @Nullable Located<String> at,
      long sizeLimit,
      Artifact.@Nullable Format format,
      Artifact.InForce inForce,
      Artifact.Delivery delivery,
      List<Version> oneWay,
      Artifact.@Nullable FieldRelease floor,
      @Nullable Fields verbFields,
      Artifact.@Nullable Verbs verbs,
      List<KnownBadDraft> knownBad) {}

  record KnownBadDraft(
      Fields fields,
      @Nullable Version version,
      @Nullable Located<String> file,
      @Nullable Located<String> goesRed,
      @Nullable Located<Version> with) {}

  /**
   * @param spec null when it could not be read
   * @param writtenBelow the mount below which releases are put while the environment is off; null
   *     when none are, or when that is not known
   */
  record EnvironmentDraft(
      String name,
      Span at,
      @Nullable DriverWord driver,
      EnvironmentSpec.@Nullable Driver spec,
      @Nullable String writtenBelow,
      Map<String, String> standsFor,
      @Nullable Duration deadline,
      EnvironmentSpec.Health health,
      int mostFlakes) {}

  /**
   * @param key where the suite's key stands; null when it does not
   * @param mentioned names of all checks listed, well-formed or not, and of those stood for
   * @param readable false when it is there but no list, so that nothing follows from what it lacks
   */
  record SuiteDraft(
      @Nullable Span key,
      List<Located<CheckSpec>> checks,
      Set<String> mentioned,
      boolean readable) {
    static final SuiteDraft ABSENT = new SuiteDraft(null, List.of(), Set.of(), true);

    static SuiteDraft unreadable(Span key) {
      return new SuiteDraft(key, List.of(), Set.of(), false);
    }
  }
}
