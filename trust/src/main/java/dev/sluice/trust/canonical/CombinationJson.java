package dev.sluice.trust.canonical;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code combination.json}, format 1: which bytes were proven together. A host makes
 * it again from the files it is about to put into use; its digest is what a proof is about.
 *
 * @param data sorted by artifact; each artifact at most once, and none is the application
 */
public record CombinationJson(Part application, List<Part> data) {
  /** The name by which a proof's subject calls it. */
  public static final String FILE_NAME = "combination.json";

  private static final int FORMAT = 1;
  private static final int LIMIT = 64 * 1024;

  /** One artifact's bytes. */
  public record Part(ArtifactName artifact, Digest sha256) {
    private Json json() {
      return new Json.Fields(
          Map.of(
              "artifact", new Json.Text(artifact.value()), "sha256", new Json.Text(sha256.hex())));
    }

    private static Part of(Release release) {
      return new Part(release.artifact(), release.digest());
    }

    private static Part read(Json json) throws MalformedInput {
      if (!(json instanceof Json.Fields part)) {
        throw new MalformedInput("a part of the combination is not an object");
      }
      String artifact = part.text("artifact");
      String sha256 = part.text("sha256");
      try {
        return new Part(new ArtifactName(artifact), new Digest(sha256));
      } catch (IllegalArgumentException _) {
        throw new MalformedInput(
            "not an artifact with a SHA-256 digest: "
                + PlainText.quoted(artifact)
                + ", "
                + PlainText.quoted(sha256));
      }
    }
  }

  public CombinationJson {
    data = data.stream().sorted(Comparator.comparing(Part::artifact)).toList();
    List<ArtifactName> names = new ArrayList<>(data.stream().map(Part::artifact).toList());
    names.add(application.artifact());
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("an artifact appears twice: " + names);
    }
  }

  public static CombinationJson of(Combination combination) {
    return new CombinationJson(
        Part.of(combination.application()), combination.data().stream().map(Part::of).toList());
  }

  /** The bytes of the file: canonical JSON, without a line end. */
  public byte[] bytes() {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("application", application.json());
    fields.put("data", new Json.Items(data.stream().map(Part::json).toList()));
    fields.put("format", new Json.Whole(FORMAT));
    return CanonicalJson.write(new Json.Fields(fields));
  }

  /** The digest of {@link #bytes}. */
  public Digest digest() {
    return Sha256.of(bytes());
  }

  /**
   * Reads a file.
   *
   * @throws MalformedInput unless it is exactly what {@link #bytes} writes: another order, white
   *     space or an unknown field would be another digest for the same combination
   */
  public static CombinationJson read(byte[] bytes) throws MalformedInput {
    Json.Fields fields = JsonReader.readFields(bytes, LIMIT);
    long format = fields.whole("format");
    if (format != FORMAT) {
      throw new MalformedInput("format " + format + " of combination.json is not known; 1 is");
    }
    Part application = Part.read(fields.fields("application"));
    List<Part> data = new ArrayList<>();
    for (Json part : fields.items("data")) {
      data.add(Part.read(part));
    }
    CombinationJson read;
    try {
      read = new CombinationJson(application, data);
    } catch (IllegalArgumentException _) {
      throw new MalformedInput("an artifact appears twice in the combination");
    }
    if (!Arrays.equals(bytes, read.bytes())) {
      throw new MalformedInput("combination.json is not in its canonical writing");
    }
    return read;
  }
}
