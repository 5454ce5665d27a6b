package dev.sluice.server.bundle;

import dev.sluice.trust.canonical.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paths of a bundle: below its folder and the same on every system that can have them. */
final class BundlePath {
  private static final int MOST_BYTES = 255;

  private BundlePath() {}

  /** What is wrong with a path, as a sentence; null when nothing is. */
  static @Nullable String problem(String path) {
    String shown = PlainText.quoted(path);
    if (!PlainText.isPlain(path)) {
      return "the path "
          + shown
          + " is empty, longer than "
          + PlainText.LIMIT
          + " characters, or has one that cannot be printed";
    }
    if (path.indexOf('\\') >= 0) {
      return "the path " + shown + " has a backslash";
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "the path " + shown + " is not relative, or has an empty, . or .. part";
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
        return "a part of the path " + shown + " is longer than " + MOST_BYTES + " bytes";
      }
    }
    return null;
  }

  /** What is wrong with the target of a link, to follow its path; null when nothing is. */
  static @Nullable String problemOfTarget(String target) {
    return PlainText.isPlain(target)
        ? null
        : "points to something empty, too long or not printable: " + PlainText.quoted(target);
  }

  /** The folders above a path, the nearest last. */
  static List<String> above(String path) {
    List<String> above = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      above.add(path.substring(0, slash));
    }
    return above;
  }

  /** A path as a pipeline file may name it, in the one writing that bundles have. */
  static String of(String named) {
    List<String> parts = new ArrayList<>();
    for (String part : named.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  /** Whether a path is this one or beneath it; all are beneath the empty one. */
  static boolean isWithin(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }
}
