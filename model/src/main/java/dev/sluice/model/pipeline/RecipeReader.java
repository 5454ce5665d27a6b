package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Measures;
import dev.sluice.model.file.Nearest;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Values;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Debian system made from packages. */
final class RecipeReader {
  private static final long LEAST_DISK = 256 * Measures.MIB;
  private static final long MOST_DISK = 64 * Measures.GIB;
  // As Debian's policy has them: what apt would take for a pattern or an option is none.
  private static final Pattern PACKAGE =
      Pattern.compile("[a-z0-9][a-z0-9+.-]{1,100}(=[A-Za-z0-9.+:~-]{1,100})?");

  private final Findings findings;
  private final Values values;

  RecipeReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  @Nullable DebianRecipe read(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "debian");
    if (fields == null) {
      return null;
    }
    @Nullable String suite = fields.required("suite", values::word);
    @Nullable List<String> packages = fields.optional("packages", this::packages);
    @Nullable List<String> neighbours = fields.optional("neighbours", this::packages);
    @Nullable SortedMap<String, String> files = fields.optional("files", this::files);
    @Nullable String run = fields.optional("run", values::file);
    @Nullable Integer disk =
        Keys.beneath(path).contains("disk")
            ? fields.optional("disk", values.measures().mebibytes(LEAST_DISK, MOST_DISK))
            : null;
    @Nullable String locale =
        fields.optional("locale", values.shaped(DebianRecipe::isLocale, "name of a locale"));
    @Nullable String timeZone = fields.optional("time-zone", this::timeZone);
    return suite == null
        ? null
        : new DebianRecipe(
            DebianRecipe.Suite.valueOf(suite.toUpperCase(Locale.ROOT)),
            packages == null ? List.of() : packages,
            neighbours == null ? List.of() : neighbours,
            files == null ? new TreeMap<>() : files,
            run,
            disk == null ? DebianRecipe.DEFAULT_DISK_MEBIBYTES : disk,
            locale,
            timeZone);
  }

  private @Nullable List<String> packages(Node node, String path) {
    return values.list(node, path, values.shaped(PACKAGE.asMatchPredicate(), "name of a package"));
  }

  private @Nullable SortedMap<String, String> files(Node node, String path) {
    switch (node) {
      case Node.Mapping mapping -> {
        SortedMap<String, String> files = new TreeMap<>();
        for (Node.Entry entry : Fields.entries(findings, mapping, "files").values()) {
          @Nullable String from = values.file(entry.key(), path);
          @Nullable String to = values.place(entry.value(), path);
          if (from != null && to != null) {
            files.put(from, to);
          }
        }
        return files;
      }
      case Node.Sequence _ -> values.wrongShape(node, "a list", path);
      case Node.Scalar _ -> values.wrongShape(node, "a single value", path);
      case Node.Broken _ -> {}
    }
    return null;
  }

  private static String region(String zone) {
    return zone.substring(0, zone.indexOf('/') + 1);
  }

  // A system with a zone that nobody knows runs in UTC and says nothing.
  private @Nullable String timeZone(Node node, String path) {
    @Nullable String zone = values.text(node, path);
    if (zone == null || DebianRecipe.isTimeZone(zone)) {
      return zone;
    }
    @Nullable String nearest =
        Nearest.to(
            zone,
            ZoneId.getAvailableZoneIds().stream()
                .filter(known -> region(known).equals(region(zone)))
                .toList());
    findings.addNear(
        nearest,
        path,
        node.span(),
        "%s is no time zone".formatted(Quoted.of(zone)),
        "allowed: " + String.join(", ", Keys.at(path).allowed()));
    return null;
  }
}
