package dev.sluice.model.impact;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes nodes and edges in any order, and makes a graph of them. */
final class GraphBuilder {
  /** All edges of the node must hold. */
  static final int ALL = -1;

  private record Edge(int child, byte effect, long holds, String how) {}

  private final List<List<Edge>> edges = new ArrayList<>();
  private final List<Integer> atLeast = new ArrayList<>();

  /** A new node; its number changes once, by the renumbering of {@link #build}. */
  int node(int least) {
    edges.add(new ArrayList<>(2));
    atLeast.add(least);
    return edges.size() - 1;
  }

  void edge(int parent, int child) {
    edge(parent, child, Graph.LOSES, 0, "");
  }

  void edge(int parent, int child, byte effect, long holds, String how) {
    edges.get(parent).add(new Edge(child, effect, holds, how));
  }

  /** The graph, and what became of the numbers. */
  static final class Built {
    private final Graph graph;
    private final int[] number;

    private Built(Graph graph, int[] number) {
      this.graph = graph;
      this.number = number;
    }

    Graph graph() {
      return graph;
    }

    /** The number in the graph of a node of the builder. */
    int number(int node) {
      return number[node];
    }
  }

  Built build() {
    int[] number = order();
    int size = number.length;
    int[] at = new int[size];
    for (int old = 0; old < size; old++) {
      at[number[old]] = old;
    }
    int all = edges.stream().mapToInt(List::size).sum();
    int[] from = new int[size + 1];
    int[] least = new int[size];
    int[] child = new int[all];
    byte[] effect = new byte[all];
    long[] holds = new long[all];
    Map<Integer, String> how = new HashMap<>();
    int edge = 0;
    for (int node = 0; node < size; node++) {
      from[node] = edge;
      for (Edge one : edges.get(at[node])) {
        child[edge] = number[one.child()];
        effect[edge] = one.effect();
        holds[edge] = one.holds();
        if (!one.how().isEmpty()) {
          how.put(edge, one.how());
        }
        edge++;
      }
      least[node] = atLeast.get(at[node]) == ALL ? edge - from[node] : atLeast.get(at[node]);
    }
    from[size] = edge;
    return new Built(new Graph(from, least, child, effect, holds, how), number);
  }

  /** Kahn's: a node has its turn when all that it needs had theirs. */
  private int[] order() {
    int size = edges.size();
    int[] open = new int[size];
    List<List<Integer>> neededBy = new ArrayList<>(size);
    for (int node = 0; node < size; node++) {
      neededBy.add(new ArrayList<>(2));
    }
    for (int node = 0; node < size; node++) {
      for (Edge edge : edges.get(node)) {
        if (edge.effect() != Graph.NOTHING) {
          open[node]++;
          neededBy.get(edge.child()).add(node);
        }
      }
    }
    int[] number = new int[size];
    Arrays.fill(number, -1);
    ArrayDeque<Integer> ready = new ArrayDeque<>();
    for (int node = 0; node < size; node++) {
      if (open[node] == 0) {
        ready.add(node);
      }
    }
    int next = 0;
    while (!ready.isEmpty()) {
      int node = ready.remove();
      number[node] = next++;
      for (int parent : neededBy.get(node)) {
        if (--open[parent] == 0) {
          ready.add(parent);
        }
      }
    }
    if (next < size) {
      throw new IllegalStateException("needs go round in a circle");
    }
    return number;
  }
}
