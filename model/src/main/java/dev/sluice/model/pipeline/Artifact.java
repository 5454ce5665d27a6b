package dev.sluice.model.pipeline;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One artifact of the pipeline file. Both kinds have the same keys for everything that the road
 * does with them; only what they <em>are</em> differs.
 *
 * @param field the releases that hosts run now, newest last: the last one is the last known good
 * @param build makes release files that are absent, run in the folder of the pipeline file
 * @param at absolute path on a machine where a release of this artifact lies; null when no
 *     environment is written to while it is off
 * @param sizeLimit in bytes, 1 byte to 4 GiB
 * @param oneWay versions declared unable to go back
 * @param floor what the application falls back to beneath the last known good
 */
public record Artifact(
    ArtifactName name,
    Kind kind,
    List<FieldRelease> field,
    @Nullable Command build,
    @Nullable String at,
    long sizeLimit,
    @Nullable Format format,
    InForce inForce,
    Delivery delivery,
    List<KnownBad> knownBad,
    List<Version> oneWay,
    @Nullable FieldRelease floor) {
  public Artifact {
    field = List.copyOf(field);
    knownBad = List.copyOf(knownBad);
    oneWay = List.copyOf(oneWay);
  }

  /** What an artifact is. */
  public sealed interface Kind {}

  /** A program on hosts that loads data. */
  public record Application(Verbs verbs) implements Kind {}

  /**
   * Data that an application loads.
   *
   * @param loader the application
   */
  public record Data(ArtifactName loader) implements Kind {}

  /** How the application names what it has in force of this artifact. */
  public enum InForce {
    /** By exactly the version. */
    VERSION,
    /**
     * By the SHA-256 of the file it loaded, 64 hexadecimal digits, where the data carry no version.
     */
    SHA256
  }

  /**
   * How releases come to a server and leave it.
   *
   * @param provenance files with the public keys of those who may say where a release comes from;
   *     empty when nobody has to
   * @param labs by how many lab keys each combination is proven, 1 to {@link #MOST_LABS}
   */
  public record Delivery(List<String> provenance, HandOn handOn, int labs) {
    /** More labs than anybody has would only ever wait. */
    public static final int MOST_LABS = 5;

    /** Where the file says nothing. */
    public static final Delivery DEFAULT = new Delivery(List.of(), HandOn.WHEN_PROVEN, 1);

    public Delivery {
      provenance = List.copyOf(provenance);
    }
  }

  /** Who lets a proven release go. */
  public enum HandOn {
    WHEN_PROVEN,
    BY_HAND
  }

  /**
   * A release in the field.
   *
   * @param hosts how many hosts run it, as a whole number; negative when the file does not say
   * @param installedIn the environments whose images have this release, which {@code file} then
   *     only names and is not put anywhere; empty when the file itself is put on machines
   */
  public record FieldRelease(Version version, String file, long hosts, List<String> installedIn) {
    public FieldRelease {
      installedIn = List.copyOf(installedIn);
    }

    /** Value of {@code hosts} when the file does not say. */
    public static final long UNSTATED = -1;

    public OptionalLong statedHosts() {
      return hosts < 0 ? OptionalLong.empty() : OptionalLong.of(hosts);
    }
  }

  /**
   * A negative control: a release kept to show that the suite still goes red.
   *
   * @param goesRed the name of the check that must fail, such as {@code boots} or {@code catches}
   * @param with the counterpart release it is tried with; null for the riskiest combination
   */
  public record KnownBad(Version version, String file, String goesRed, @Nullable Version with) {}

  /** The check on a file before any guest sees it. */
  public sealed interface Format {
    /** A validator run in a sandbox; the candidate's path is appended to its words. */
    record ValidatorCommand(Command command) implements Format {}

    /** A JSON Schema (draft 2020-12) file that the candidate, a JSON document, must satisfy. */
    record JsonSchema(String file) implements Format {}
  }

  /**
   * The commands by which an owner teaches Sluice an application; run on a machine, as root.
   *
   * @param install puts an application release into use on the running machine; the file's path is
   *     appended. Null when placing the file and a cold boot are the only way in
   * @param take puts a data release into use on the running machine; the file's path is appended
   * @param inForce prints one line an artifact, {@code NAME WHAT}; a single bare word stands for
   *     the only data artifact
   * @param probe exit status 0 when the appended file is not flagged, 1 when it is; anything else
   *     is an error
   * @param healthy exit status 0 when the application works; null when the built-in signs suffice
   */
  public record Verbs(
      @Nullable Command install,
      Command take,
      Command inForce,
      @Nullable Command probe,
      @Nullable Command healthy) {}
}
