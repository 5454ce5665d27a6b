package dev.sluice.server.change;

import dev.sluice.model.pipeline.NamedFile;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.server.bundle.Bundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the files of two bundles hold, and which of them somebody has looked at: a change of any
 * other must not go by unseen.
 */
final class NamedContent {
  private static final int MOST_NAMED = 3;

  private final Bundle old;
  private final Bundle now;
  private final Set<String> seen = new HashSet<>();

  NamedContent(Bundle old, Bundle now) {
    this.old = old;
    this.now = now;
    seen.addAll(List.of(Bundle.PIPELINE, Bundle.OUTCOMES, Bundle.DRILLS));
  }

  /** What a file of the old bundle holds, whatever it is called; empty when it is not there. */
  String ofOld(String path) {
    return first(old(path));
  }

  /** The same of the new bundle. */
  String ofNew(String path) {
    return first(now(path));
  }

  private static String first(SortedMap<String, String> content) {
    return content.isEmpty() ? "" : content.firstEntry().getValue();
  }

  /**
   * What differs beneath paths whose names matter too, for a sentence; null when nothing does.
   *
   * @param oldPaths files and folders
   */
  @Nullable String difference(Collection<String> oldPaths, Collection<String> newPaths) {
    Map<String, String> before = new HashMap<>();
    oldPaths.forEach(path -> before.putAll(old(path)));
    Map<String, String> after = new HashMap<>();
    newPaths.forEach(path -> after.putAll(now(path)));
    Set<String> differing = new TreeSet<>();
    for (String path : union(before, after)) {
      if (!Objects.equals(before.get(path), after.get(path))) {
        differing.add(path);
      }
    }
    return differing.isEmpty() ? null : named(differing);
  }

  /** Samples as the checks see them: by their own name and what they hold. */
  Map<String, String> oldSamples(List<String> paths) {
    Map<String, String> samples = new TreeMap<>();
    paths.forEach(path -> samples.putAll(bySample(old(path))));
    return samples;
  }

  Map<String, String> newSamples(List<String> paths) {
    Map<String, String> samples = new TreeMap<>();
    paths.forEach(path -> samples.putAll(bySample(now(path))));
    return samples;
  }

  /** From name and content to the path. */
  private static Map<String, String> bySample(SortedMap<String, String> content) {
    Map<String, String> samples = new HashMap<>();
    content.forEach(
        (path, held) -> samples.put(path.substring(path.lastIndexOf('/') + 1) + " " + held, path));
    return samples;
  }

  /**
   * Files that changed and that nothing above has looked at. Those of parts that are new, or gone,
   * go with them.
   */
  List<String> unseen(Pipeline oldFile, Pipeline newFile) {
    Map<String, String> before = all(old);
    Map<String, String> after = all(now);
    Set<String> ofOld = named(old, oldFile);
    Set<String> ofNew = named(now, newFile);
    return union(before, after).stream()
        .filter(path -> !Objects.equals(before.get(path), after.get(path)))
        .filter(path -> !seen.contains(path))
        .filter(path -> before.containsKey(path) || !ofNew.contains(path))
        .filter(path -> after.containsKey(path) || !ofOld.contains(path))
        .toList();
  }

  private static Set<String> named(Bundle bundle, Pipeline pipeline) {
    Set<String> named = new HashSet<>();
    NamedFile.of(pipeline).forEach(file -> named.addAll(bundle.at(file.path()).keySet()));
    return named;
  }

  static String named(Collection<String> paths) {
    String some = paths.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return paths.size() > MOST_NAMED
        ? some + " and " + (paths.size() - MOST_NAMED) + " more"
        : some;
  }

  private static Set<String> union(Map<String, String> one, Map<String, String> other) {
    Set<String> all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    return all;
  }

  private static Map<String, String> all(Bundle bundle) {
    Map<String, String> all = new HashMap<>();
    List<String> tops = new ArrayList<>();
    bundle.files().forEach(file -> tops.add(file.path()));
    bundle.links().forEach(link -> tops.add(link.path()));
    tops.addAll(bundle.folders());
    Set<String> first = new HashSet<>();
    tops.forEach(path -> first.add(path.split("/", 2)[0]));
    first.forEach(path -> all.putAll(bundle.at(path)));
    return all;
  }

  private SortedMap<String, String> old(String path) {
    return look(old, path);
  }

  private SortedMap<String, String> now(String path) {
    return look(now, path);
  }

  private SortedMap<String, String> look(Bundle bundle, String path) {
    SortedMap<String, String> content = bundle.at(path);
    seen.addAll(content.keySet());
    return content;
  }
}
