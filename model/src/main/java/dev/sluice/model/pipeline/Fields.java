package dev.sluice.model.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file whose keys are those beneath a path of {@link Keys}. Reports unknown and
 * repeated keys when made; a repeated key counts as it stood first.
 */
final class Fields {
  private final Findings findings;
  private final String path;
  private final Span owner;
  private final String title;
  private final Map<String, Node.Entry> entries;

  private Fields(
      Findings findings, String path, Span owner, String title, Map<String, Node.Entry> entries) {
    this.findings = findings;
    this.path = path;
    this.owner = owner;
    this.title = title;
    this.entries = entries;
  }

  /**
   * @param path of the mapping; empty for the file itself
   * @param owner what to mark when a key is missing
   * @param title what the mapping is, for messages: {@code artifact "channel"}
   * @return null when the node is no mapping, which is reported
   */
  static @Nullable Fields of(Findings findings, Node node, String path, Span owner, String title) {
    List<String> allowed = Keys.beneath(path);
    String expected =
        "%s is a mapping with the keys %s".formatted(title, String.join(", ", allowed));
    String about = path.isEmpty() ? allowed.getFirst() : path;
    switch (node) {
      case Node.Mapping mapping -> {
        Map<String, Node.Entry> entries = entries(findings, mapping, title);
        entries.values().forEach(entry -> check(findings, entry.key(), path, title, allowed));
        return new Fields(findings, path, owner, title, entries);
      }
      case Node.Sequence _ -> findings.addFor(about, node.span(), title + " is a list", expected);
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING ->
          findings.addFor(about, owner, title + " is empty", expected);
      case Node.Scalar scalar ->
          findings.addFor(
              about,
              scalar.span(),
              "%s is %s".formatted(title, Quoted.of(scalar.text())),
              expected);
      case Node.Broken _ -> {}
    }
    return null;
  }

  /** One check of a suite, of whose keys only some go together. */
  static Fields ofCheck(
      Findings findings, Node.Mapping check, String path, Span owner, List<String> allowed) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Node.Entry entry : check.entries()) {
      if (entries.putIfAbsent(entry.key().text(), entry) == null) {
        check(findings, entry.key(), path, "a check of your own", allowed);
      }
    }
    return new Fields(findings, path, owner, "a check of your own", entries);
  }

  /** The entries of a mapping by key; repeated keys are reported. */
  static Map<String, Node.Entry> entries(Findings findings, Node.Mapping mapping, String title) {
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

  private static void check(
      Findings findings, Node.Scalar key, String path, String title, List<String> allowed) {
    if (allowed.contains(key.text())) {
      return;
    }
    if (Immovable.wouldRemove(key.text())) {
      Immovable.report(findings, key.span(), key.text());
      return;
    }
    String about = path.isEmpty() || path.equals("suites.SUITE") ? "suites" : path;
    findings.addNear(
        Nearest.to(key.text(), allowed),
        about,
        key.span(),
        "unknown key %s in %s".formatted(Quoted.of(key.text()), title),
        "allowed: " + String.join(", ", allowed));
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  @Nullable Node node(String key) {
    Node.@Nullable Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** Where the key stands, or the owner when it does not. */
  Span span(String key) {
    Node.@Nullable Entry entry = entries.get(key);
    return entry == null ? owner : entry.key().span();
  }

  Span owner() {
    return owner;
  }

  <T> @Nullable T optional(String key, Values.Parser<T> parser) {
    @Nullable Node node = node(key);
    return node == null ? null : parser.parse(node, path(key));
  }

  <T> @Nullable Located<T> located(String key, Values.Parser<T> parser) {
    @Nullable Node node = node(key);
    if (node == null) {
      return null;
    }
    @Nullable T value = parser.parse(node, path(key));
    return value == null ? null : new Located<>(value, node.span());
  }

  /** Like {@link #optional}, but reports an absent key. */
  <T> @Nullable T required(String key, Values.Parser<T> parser) {
    if (!has(key)) {
      missing(key);
    }
    return optional(key, parser);
  }

  <T> @Nullable Located<T> requiredLocated(String key, Values.Parser<T> parser) {
    if (!has(key)) {
      missing(key);
    }
    return located(key, parser);
  }

  void missing(String key) {
    Key about = Keys.at(path(key));
    findings.addFor(
        about.path(),
        owner,
        "%s has no key %s".formatted(title, Quoted.of(key)),
        about.meaning(),
        "for example: " + about.example().lines().findFirst().orElse(""));
  }

  /** Reports a key that has no business beside others. */
  void refuse(String key, String why) {
    if (has(key)) {
      findings.addFor(
          path(key), span(key), "%s has the key %s".formatted(title, Quoted.of(key)), why);
    }
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
