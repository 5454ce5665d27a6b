package dev.sluice.cli.page;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Outcomes and what they hang on, as nodes and links without a place yet. Has no cycle. */
final class MapGraph {
  private static final int ALIKE_FROM = 3;

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<Link, Force> links = new LinkedHashMap<>();

  /** What a node stands for. */
  enum Kind {
    OUTCOME,
    THING,
    /** One of several, or so many hosts. */
    JOIN,
    /** What stands in for an outcome. */
    WAY
  }

  /** What the lack of one end does to the other; the strongest first. */
  enum Force {
    LOSES,
    LOSES_LATER,
    DEGRADES;

    Force and(Force other) {
      return compareTo(other) < 0 ? this : other;
    }

    /** Of a link beneath another. */
    Force then(Force other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  /**
   * A node.
   *
   * @param sort only nodes of one sort can be alike
   * @param spoken all of it
   * @param row of the page that says more; empty when there is none
   */
  record Node(
      Kind kind,
      String sort,
      String title,
      String note,
      Page.State state,
      String spoken,
      String row) {}

  /** From what needs to what is needed. */
  record Link(String from, String to) {}

  Map<String, Node> nodes() {
    return nodes;
  }

  Map<Link, Force> links() {
    return links;
  }

  void add(String id, Node node) {
    nodes.putIfAbsent(id, node);
  }

  void link(String from, String to, Force force) {
    links.merge(new Link(from, to), force, Force::and);
  }

  long count(Kind kind) {
    return nodes.values().stream().filter(node -> node.kind() == kind).count();
  }

  /**
   * Leaves out links that others say already: what needs something needs all that this needs.
   *
   * @return how many
   */
  int reduce() {
    List<String> ids = List.copyOf(nodes.keySet());
    Map<String, Integer> at = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      at.put(ids.get(i), i);
    }
    Map<String, Set<String>> needs = new HashMap<>();
    links.forEach(
        (link, force) -> {
          if (force == Force.LOSES && nodeAt(link.from()).kind() != Kind.JOIN) {
            needs.computeIfAbsent(link.from(), _ -> new LinkedHashSet<>()).add(link.to());
          }
        });
    Map<String, BitSet> below = new HashMap<>();
    ids.forEach(id -> below(id, needs, at, below));
    Set<Link> said =
        links.keySet().stream()
            .filter(link -> nodeAt(link.from()).kind() != Kind.JOIN)
            .filter(
                link ->
                    needs.getOrDefault(link.from(), Set.of()).stream()
                        .filter(other -> !other.equals(link.to()))
                        .anyMatch(other -> isBelow(below, other, at.get(link.to()))))
            .collect(Collectors.toSet());
    links.keySet().removeAll(said);
    return said.size();
  }

  private static boolean isBelow(Map<String, BitSet> below, String of, @Nullable Integer node) {
    BitSet set = below.get(of);
    return set != null && node != null && set.get(node);
  }

  private Node nodeAt(String id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("no node " + id);
    }
    return node;
  }

  private static BitSet below(
      String id,
      Map<String, Set<String>> needs,
      Map<String, Integer> at,
      Map<String, BitSet> below) {
    BitSet known = below.get(id);
    if (known != null) {
      return known;
    }
    var set = new BitSet(at.size());
    for (String child : needs.getOrDefault(id, Set.of())) {
      set.set(at.getOrDefault(child, 0));
      set.or(below(child, needs, at, below));
    }
    below.put(id, set);
    return set;
  }

  /**
   * Makes one node of things that are needed by the same and need the same.
   *
   * @return how many things are in such nodes
   */
  int group() {
    Map<String, Set<String>> parents = new HashMap<>();
    Map<String, Set<String>> children = new HashMap<>();
    links.forEach(
        (link, force) -> {
          parents.computeIfAbsent(link.to(), _ -> new TreeSet<>()).add(link.from() + " " + force);
          children.computeIfAbsent(link.from(), _ -> new TreeSet<>()).add(link.to() + " " + force);
        });
    Map<List<Object>, List<String>> alike = new LinkedHashMap<>();
    nodes.forEach(
        (id, node) -> {
          if (node.kind() == Kind.THING) {
            alike
                .computeIfAbsent(
                    List.of(
                        node.sort(),
                        node.state(),
                        node.note(),
                        parents.getOrDefault(id, Set.of()),
                        children.getOrDefault(id, Set.of())),
                    _ -> new ArrayList<>())
                .add(id);
          }
        });
    int grouped = 0;
    for (List<String> ids : alike.values()) {
      if (ids.size() >= ALIKE_FROM) {
        merge(ids);
        grouped += ids.size();
      }
    }
    return grouped;
  }

  private void merge(List<String> ids) {
    Node first = nodeAt(ids.getFirst());
    String names = ids.stream().map(id -> nodeAt(id).title()).collect(Collectors.joining(", "));
    nodes.put(
        ids.getFirst(),
        new Node(
            Kind.THING,
            first.sort(),
            ids.size() + " alike: " + names,
            first.note(),
            first.state(),
            ids.size() + " alike: " + names + " (" + first.note() + ")",
            first.row()));
    Set<String> gone = Set.copyOf(ids.subList(1, ids.size()));
    nodes.keySet().removeAll(gone);
    links.keySet().removeIf(link -> gone.contains(link.from()) || gone.contains(link.to()));
  }
}
