package dev.sluice.model.file;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From what was written to values. Each method gives null when the text is not such a value, and
 * then has reported it.
 */
public final class Values {
  private static final int MAX_TEXT = 4096;
  private static final int MAX_PLACE = 255;
  private static final Pattern PLACE = Pattern.compile("(/[A-Za-z0-9._+-]+)+");
  private static final Pattern WINDOWS_PLACE =
      Pattern.compile("[A-Za-z]:(\\\\(?!\\.{1,2}(\\\\|$))[A-Za-z0-9._+-]+){1,60}");

  private final Findings findings;

  private final Measures measures;

  public Values(Findings findings) {
    this.findings = findings;
    this.measures = new Measures(findings, this);
  }

  public Measures measures() {
    return measures;
  }

  /** A parser of one kind of value; the path is that of the key it stands under. */
  @FunctionalInterface
  public interface Parser<T> {
    @Nullable T parse(Node node, String path);
  }

  /** Any text, number or truth value, as it was written. */
  public @Nullable String text(Node node, String path) {
    Node.@Nullable Scalar scalar = scalar(node, path);
    if (scalar == null) {
      return null;
    }
    String text = scalar.text();
    if (text.isBlank()) {
      findings.addFor(
          path, scalar.span(), name(path) + " is empty", findings.keys().at(path).type().shape());
      return null;
    }
    return plain(scalar, path) ? text : null;
  }

  public @Nullable Located<String> locatedText(Node node, String path) {
    @Nullable String text = text(node, path);
    return text == null ? null : new Located<>(text, node.span());
  }

  /** Text that YAML would not take for a number or a truth value. */
  private @Nullable String string(Node node, String path) {
    @Nullable String text = text(node, path);
    if (text == null) {
      return null;
    }
    if (node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.TEXT) {
      String is = scalar.kind() == Node.Kind.NUMBER ? "a number" : "a truth value";
      findings.addFor(
          path,
          scalar.span(),
          "%s is %s to YAML, not text".formatted(Quoted.of(text), is),
          "write it in quotes");
      return null;
    }
    return text;
  }

  private boolean plain(Node.Scalar scalar, String path) {
    if (scalar.text().length() > MAX_TEXT) {
      findings.addFor(
          path,
          scalar.span(),
          "%s has %s characters".formatted(name(path), Quoted.count(scalar.text().length())),
          "at most " + Quoted.count(MAX_TEXT));
      return false;
    }
    boolean odd =
        scalar.text().chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    if (odd) {
      findings.addFor(
          path,
          scalar.span(),
          "control character in " + Quoted.of(scalar.text()),
          "text without control characters");
    }
    return !odd;
  }

  private Node.@Nullable Scalar scalar(Node node, String path) {
    return switch (node) {
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING -> {
        findings.addFor(
            path,
            scalar.span(),
            name(path) + " has no value",
            "%s: %s"
                .formatted(
                    findings.keys().at(path).type().label(),
                    findings.keys().at(path).type().shape()));
        yield null;
      }
      case Node.Scalar scalar -> scalar;
      case Node.Sequence list -> {
        wrongShape(list, "a list", path);
        yield null;
      }
      case Node.Mapping mapping -> {
        wrongShape(mapping, "a mapping", path);
        yield null;
      }
      case Node.Broken _ -> null;
    };
  }

  public void wrongShape(Node node, String what, String path) {
    Key.Type type = findings.keys().at(path).type();
    findings.addFor(
        path,
        node.span(),
        "%s is %s".formatted(name(path), what),
        "%s: %s".formatted(type.label(), type.shape()));
  }

  public void notA(Node node, String text, String path, @Nullable String nearest) {
    Key.Type type = findings.keys().at(path).type().item();
    findings.addNear(
        nearest,
        path,
        node.span(),
        "%s is no %s".formatted(Quoted.of(text), type.label()),
        type.shape());
  }

  public @Nullable ArtifactName artifactName(Node node, String path) {
    @Nullable String text = string(node, path);
    if (text == null) {
      return null;
    }
    if (!ArtifactName.isValid(text)) {
      notA(node, text, path, nameLike(text));
      return null;
    }
    return new ArtifactName(text);
  }

  /** What a text would be as a name, if that is near. */
  public static @Nullable String nameLike(String text) {
    String like = text.toLowerCase(Locale.ROOT).replaceAll("[ _.]", "-");
    return ArtifactName.isValid(like) && !like.equals(text) ? like : null;
  }

  public @Nullable Version version(Node node, String path) {
    @Nullable String text = text(node, path);
    if (text == null) {
      return null;
    }
    if (node instanceof Node.Scalar s && s.kind() == Node.Kind.BOOLEAN) {
      notA(node, text, path, null);
      return null;
    }
    if (!Version.isValid(text)) {
      notA(node, text, path, null);
      return null;
    }
    return new Version(text);
  }

  public @Nullable String word(Node node, String path) {
    @Nullable String text = text(node, path);
    if (text == null) {
      return null;
    }
    List<String> allowed = findings.keys().at(path).allowed();
    if (!allowed.contains(text)) {
      findings.addNear(
          Nearest.to(text, allowed),
          path,
          node.span(),
          "%s %s is not known".formatted(name(path), Quoted.of(text)),
          "allowed: " + String.join(", ", allowed));
      return null;
    }
    return text;
  }

  /** A path inside the folder of the pipeline file. */
  public @Nullable String file(Node node, String path) {
    @Nullable String text = string(node, path);
    if (text == null) {
      return null;
    }
    @Nullable String wrong = null;
    if (text.startsWith("/")) {
      wrong = "is absolute";
    } else if (Arrays.asList(text.split("/")).contains("..")) {
      wrong = "leaves the folder of the pipeline file";
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      wrong = "has a line break or tab";
    }
    if (wrong != null) {
      findings.addFor(
          path, node.span(), "path %s %s".formatted(Quoted.of(text), wrong), Key.Type.FILE.shape());
      return null;
    }
    return text;
  }

  /** One path or a list of them. */
  public @Nullable List<String> files(Node node, String path) {
    return listOrOne(node, path, this::file);
  }

  public @Nullable List<Version> versions(Node node, String path) {
    return list(node, path, this::version);
  }

  public <T> @Nullable List<T> listOrOne(Node node, String path, Parser<T> parser) {
    if (node instanceof Node.Scalar) {
      @Nullable T one = parser.parse(node, path);
      return one == null ? null : List.of(one);
    }
    return list(node, path, parser);
  }

  public <T> @Nullable List<T> list(Node node, String path, Parser<T> parser) {
    switch (node) {
      case Node.Sequence list when list.items().isEmpty() ->
          findings.addFor(
              path, list.span(), name(path) + " is an empty list", "at least one, or no such key");
      case Node.Sequence list -> {
        Set<T> values = new LinkedHashSet<>();
        for (Node item : list.items()) {
          @Nullable T value = parser.parse(item, path);
          if (value != null && values.contains(value)) {
            findings.addFor(
                path,
                item.span(),
                "%s is listed twice".formatted(Quoted.of(value.toString())),
                "once is enough");
          } else if (value != null) {
            values.add(value);
          }
        }
        return values.size() == list.items().size() ? List.copyOf(values) : null;
      }
      case Node.Scalar _ -> scalarAsList(node, path);
      case Node.Mapping _ -> wrongShape(node, "a mapping", path);
      case Node.Broken _ -> {}
    }
    return null;
  }

  private void scalarAsList(Node node, String path) {
    Node.@Nullable Scalar scalar = scalar(node, path);
    if (scalar != null) {
      findings.addNear(
          "[%s]".formatted(Quoted.bare(scalar.text())),
          path,
          scalar.span(),
          name(path) + " is a single value",
          findings.keys().at(path).type().label());
    }
  }

  /** An absolute path on a machine, as it comes out of normalising. */
  public @Nullable String place(Node node, String path) {
    @Nullable String text = string(node, path);
    if (text == null) {
      return null;
    }
    List<String> parts = Arrays.asList(text.split("/"));
    if (!PLACE.matcher(text).matches()
        || parts.contains("..")
        || parts.contains(".")
        || text.length() > MAX_PLACE) {
      notA(node, text, path, null);
      return null;
    }
    return text;
  }

  /** The same on a machine of any system. */
  public @Nullable String placeOfAny(Node node, String path) {
    return node instanceof Node.Scalar scalar
            && scalar.text().length() <= MAX_PLACE
            && WINDOWS_PLACE.matcher(scalar.text()).matches()
        ? text(node, path)
        : place(node, path);
  }

  /** Text of a shape that its key describes. */
  public Parser<String> shaped(Predicate<String> shape, String what) {
    return (node, path) -> {
      @Nullable String text = text(node, path);
      if (text == null || shape.test(text)) {
        return text;
      }
      findings.addFor(
          path,
          node.span(),
          "%s is no %s".formatted(Quoted.of(text), what),
          findings.keys().at(path).allowed().isEmpty()
              ? "for example: " + findings.keys().at(path).example()
              : "allowed: " + String.join(", ", findings.keys().at(path).allowed()));
      return null;
    };
  }

  public static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
