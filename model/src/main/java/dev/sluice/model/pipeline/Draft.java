package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    @Nullable Duration timeBox) {

  enum KindWord {
    APPLICATION,
    DATA
  }

  /**
   * @param name null when it is no valid name
   * @param title for messages: {@code data artifact "channel"}
   * @param loader what {@code for} says
   * @param fields the mapping itself, to mark its keys
   */
  record ArtifactDraft(
      @Nullable ArtifactName name,
      String title,
      Fields fields,
      @Nullable KindWord kind,
      @Nullable Located<ArtifactName> loader,
      List<Located<Artifact.FieldRelease>> field,
      @Nullable Command build,
      @Nullable Located<String> at,
      long sizeLimit,
      Artifact.@Nullable Format format,
      Artifact.InForce inForce,
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

  record EnvironmentDraft(
      String name,
      EnvironmentSpec.@Nullable Image image,
      String stateMount,
      long memoryBytes,
      List<String> parameters,
      Map<String, String> standsFor,
      @Nullable Duration deadline) {}

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
