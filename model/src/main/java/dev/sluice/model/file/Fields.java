package dev.sluice.model.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file whose keys are those beneath a path of the format's keys. Reports unknown
 * and repeated keys when made; a repeated key counts as it stood first.
 */
public final class Fields {
  private final Findings findings;
  private final String path;
  private final Span owner;
  private final String title;
  private final Map<String, Node.Entry> entries;
  private final Map<String, String> foreign;
  // What unknown keys were probably meant to be: one slip is one problem, not also a missing key.
  private final Set<String> meant = new HashSet<>();

  private Fields(
      Findings findings,
      String path,
      Span owner,
      String title,
      Map<String, Node.Entry> entries,
      Map<String, String> foreign) {
    this.findings = findings;
    this.path = path;
    this.owner = owner;
    this.title = title;
    this.entries = entries;
    this.foreign = foreign;
  }

  /**
   * A mapping that may have all keys beneath a path.
   *
   * @param path of the mapping; empty for the file itself
   * @param owner what to mark when a key is missing
   * @param title what the mapping is, for messages: {@code artifact "channel"}
   * @return null when the node is no mapping, which is reported
   */
  public static @Nullable Fields of(
      Findings findings, Node node, String path, Span owner, String title) {
    List<String> allowed = findings.keys().beneath(path);
    String expected =
        "%s is a mapping with the keys %s".formatted(title, String.join(", ", allowed));
    switch (node) {
      case Node.Mapping mapping -> {
        return of(findings, mapping, path, owner, title, allowed, Map.of());
      }
      case Node.Sequence _ -> findings.addFor(path, node.span(), title + " is a list", expected);
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING ->
          findings.addFor(path, owner, title + " is empty", expected);
      case Node.Scalar scalar ->
          findings.addFor(
              path, scalar.span(), "%s is %s".formatted(title, Quoted.of(scalar.text())), expected);
      case Node.Broken _ -> {}
    }
    return null;
  }

  /**
   * A mapping that may have some of the keys beneath a path.
   *
   * @param allowed those keys beneath the path that go together here
   * @param foreign why others of them have no business here, by key
   */
  public static Fields of(
      Findings findings,
      Node.Mapping mapping,
      String path,
      Span owner,
      String title,
      List<String> allowed,
      Map<String, String> foreign) {
    var fields =
        new Fields(findings, path, owner, title, entries(findings, mapping, title), foreign);
    fields.entries.values().stream()
        .map(Node.Entry::key)
        .filter(key -> !allowed.contains(key.text()))
        .forEach(key -> fields.reportUnknown(key, allowed));
    return fields;
  }

  /** The entries of a mapping by key; repeated keys are reported. */
  public static Map<String, Node.Entry> entries(
      Findings findings, Node.Mapping mapping, String title) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      Node.Entry first = entries.putIfAbsent(entry.key().text(), entry);
      if (first != null) {
        findings.add(
            entry.key().span(),
            "%s stands twice in %s".formatted(Quoted.of(entry.key().text()), title),
            "the first is in line %d; keep one".formatted(first.key().span().line()));
      }
    }
    return entries;
  }

  private void reportUnknown(Node.Scalar key, List<String> allowed) {
    if (findings.format().refused().test(findings, key)) {
      return;
    }
    @Nullable String why = foreign.get(key.text());
    if (why != null) {
      findings.addFor(
          path(key.text()),
          key.span(),
          "%s has the key %s".formatted(title, Quoted.of(key.text())),
          why);
      return;
    }
    @Nullable String nearest = Nearest.to(key.text(), allowed);
    List<String> wayOut = new ArrayList<>();
    wayOut.add("allowed: " + String.join(", ", allowed));
    if (nearest != null) {
      meant.add(nearest);
    } else {
      List<String> homes = findings.keys().homesOf(key.text());
      if (!homes.isEmpty()) {
        wayOut.add("there is " + String.join(", and ", homes));
      }
    }
    findings.addNear(
        nearest,
        path,
        key.span(),
        "unknown key %s in %s".formatted(Quoted.of(key.text()), title),
        wayOut.toArray(String[]::new));
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Neither there nor, by the look of the unknown keys, meant to be. */
  public boolean lacks(String key) {
    return !has(key) && !meant.contains(key);
  }

  public @Nullable Node node(String key) {
    Node.@Nullable Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** Where the key stands, or the owner when it does not. */
  public Span span(String key) {
    Node.@Nullable Entry entry = entries.get(key);
    return entry == null ? owner : entry.key().span();
  }

  public Span owner() {
    return owner;
  }

  public <T> @Nullable T optional(String key, Values.Parser<T> parser) {
    @Nullable Node node = node(key);
    return node == null ? null : parser.parse(node, path(key));
  }

  public <T> @Nullable Located<T> located(String key, Values.Parser<T> parser) {
    @Nullable Node node = node(key);
    if (node == null) {
      return null;
    }
    @Nullable T value = parser.parse(node, path(key));
    return value == null ? null : new Located<>(value, node.span());
  }

  /** Like {@link #optional}, but reports an absent key. */
  public <T> @Nullable T required(String key, Values.Parser<T> parser) {
    demand(key);
    return optional(key, parser);
  }

  public <T> @Nullable Located<T> requiredLocated(String key, Values.Parser<T> parser) {
    demand(key);
    return located(key, parser);
  }

  /** Reports the key when it is absent. */
  public void demand(String key) {
    demand(key, List.of());
  }

  /**
   * The same.
   *
   * @param why it must be there, where that is not always so
   */
  public void demand(String key, List<String> why) {
    if (!lacks(key)) {
      return;
    }
    Key about = findings.keys().at(path(key));
    List<String> wayOut = new ArrayList<>();
    wayOut.addAll(why);
    wayOut.add(about.meaning());
    if (about.example().lines().count() == 1) {
      wayOut.add("for example: " + about.example());
    }
    findings.addFor(
        about.path(),
        owner,
        "%s has no key %s".formatted(title, Quoted.of(key)),
        wayOut.toArray(String[]::new));
  }

  /** Reports a key that has no business beside others. */
  public void refuse(String key, String why) {
    if (has(key)) {
      findings.addFor(
          path(key), span(key), "%s has the key %s".formatted(title, Quoted.of(key)), why);
    }
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
