package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.JsonReader;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.canonical.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manifest of a bundle, format 1: {@code docs/formats/bundle.md}. A bundle has one writing. */
public final class BundleJson {
  /** A larger manifest is refused unread: 8 MiB. */
  public static final int LIMIT = 8 << 20;

  static final int FORMAT = 1;

  private BundleJson() {}

  /** Its one writing: canonical JSON, without a line end. */
  public static byte[] bytes(Bundle bundle) {
    Map<String, Json> files = new TreeMap<>();
    for (Bundle.File file : bundle.files()) {
      files.put(
          file.path(),
          new Json.Fields(
              Map.of(
                  "executable", new Json.Flag(file.executable()),
                  "sha256", new Json.Text(file.digest().hex()),
                  "size", new Json.Whole(file.size()))));
    }
    Map<String, Json> links = new TreeMap<>();
    bundle.links().forEach(link -> links.put(link.path(), new Json.Text(link.target())));
    return CanonicalJson.write(
        new Json.Fields(
            Map.of(
                "elsewhere", texts(bundle.elsewhere()),
                "files", new Json.Fields(files),
                "folders", texts(bundle.folders()),
                "format", new Json.Whole(FORMAT),
                "links", new Json.Fields(links),
                "product", new Json.Text(bundle.product().value()))));
  }

  /** What names the bundle: SHA-256 of {@link #bytes}. */
  public static Digest digest(Bundle bundle) {
    return Sha256.of(bytes(bundle));
  }

  /** The same with {@link Bundle#MOST_BYTES}. */
  public static Bundle read(byte[] bytes) throws MalformedInput {
    return read(bytes, Bundle.MOST_BYTES);
  }

  /**
   * Reads a manifest.
   *
   * @param mostBytes that all files together may have
   * @throws MalformedInput with a sentence, unless it is exactly what {@link #bytes} writes of a
   *     bundle that keeps every rule
   */
  public static Bundle read(byte[] bytes, long mostBytes) throws MalformedInput {
    Json.Fields fields = JsonReader.readFields(bytes, LIMIT);
    long format = fields.whole("format");
    if (format != FORMAT) {
      throw new MalformedInput("format " + format + " of a bundle is not known; " + FORMAT + " is");
    }
    Bundle bundle = bundle(fields);
    if (bundle.size() > mostBytes) {
      throw new MalformedInput(
          "the files of the bundle have %d bytes together, and %d are allowed"
              .formatted(bundle.size(), mostBytes));
    }
    if (!Arrays.equals(bytes, bytes(bundle))) {
      throw new MalformedInput("the bundle is not in its canonical writing");
    }
    return bundle;
  }

  private static Bundle bundle(Json.Fields fields) throws MalformedInput {
    String product = fields.text("product");
    if (!ProductName.isValid(product)) {
      throw new MalformedInput("not a product's name: " + PlainText.quoted(product));
    }
    List<Bundle.File> files = new ArrayList<>();
    for (var file : fields.fields("files").byName().entrySet()) {
      files.add(file(file.getKey(), file.getValue()));
    }
    try {
      List<Bundle.Link> links = new ArrayList<>();
      for (var link : fields.fields("links").byName().entrySet()) {
        links.add(new Bundle.Link(link.getKey(), text(link.getValue(), "links")));
      }
      return new Bundle(
          new ProductName(product),
          files,
          links,
          texts(fields, "folders"),
          texts(fields, "elsewhere"));
    } catch (IllegalArgumentException e) {
      throw new MalformedInput(PlainText.plain(String.valueOf(e.getMessage())));
    }
  }

  private static Bundle.File file(String path, Json json) throws MalformedInput {
    if (!(json instanceof Json.Fields file)
        || !(file.byName().get("executable") instanceof Json.Flag(boolean executable))) {
      throw new MalformedInput(
          "not a file with sha256, size and executable: " + PlainText.quoted(path));
    }
    long size = file.whole("size");
    String sha256 = file.text("sha256");
    try {
      return new Bundle.File(path, new Digest(sha256), size, executable);
    } catch (IllegalArgumentException _) {
      throw new MalformedInput(
          "not a SHA-256 and a size: " + PlainText.quoted(sha256) + ", " + size);
    }
  }

  private static Json texts(List<String> texts) {
    return new Json.Items(texts.stream().map(text -> (Json) new Json.Text(text)).toList());
  }

  private static List<String> texts(Json.Fields fields, String name) throws MalformedInput {
    List<String> texts = new ArrayList<>();
    for (Json item : fields.items(name)) {
      texts.add(text(item, name));
    }
    return texts;
  }

  private static String text(Json json, String name) throws MalformedInput {
    if (json instanceof Json.Text(var text)) {
      return text;
    }
    throw new MalformedInput("field " + PlainText.quoted(name) + " holds something else than text");
  }
}
