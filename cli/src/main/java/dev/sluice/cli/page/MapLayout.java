package dev.sluice.cli.page;

import dev.sluice.cli.page.MapGraph.Kind;
import dev.sluice.cli.screen.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.core.util.ElkUtil;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Gives every node a place: layers from the left, so that all hangs on what is to its right. */
final class MapLayout {
  private static final double OUTCOME_WIDTH = 212;
  private static final double THING_WIDTH = 172;
  private static final double CHARACTER = 6.9;
  private static final double LINE = 15;
  private static final double PAD = 8;
  private static final double BASELINE = 12;
  private static final int MOST_LINES = 3;
  private static final int THING_LINES = 2;
  private static final int NOTE_COLUMNS = 30;

  private MapLayout() {}

  static Drawing of(MapGraph graph, String title, String description) {
    // Tells the library how its own options are copied; it does so once.
    LayoutMetaDataService.getInstance();
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    root.setProperty(CoreOptions.SPACING_NODE_NODE, 9.0);
    root.setProperty(CoreOptions.SPACING_EDGE_NODE, 7.0);
    root.setProperty(CoreOptions.SPACING_EDGE_EDGE, 5.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 26.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 10.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 6.0);
    Map<String, Placed> placed = new LinkedHashMap<>();
    graph.nodes().forEach((id, node) -> placed.put(id, placed(placed.size(), root, node)));
    List<Routed> routed = new ArrayList<>();
    graph.links().forEach((link, force) -> routed.add(routed(placed, link, force)));
    new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    return new Drawing(
        title,
        description,
        number(root.getWidth()),
        number(root.getHeight()),
        placed.values().stream().map(MapLayout::box).toList(),
        routed.stream().map(MapLayout::line).toList());
  }

  /** A node with its place, and its title as it is broken into lines. */
  private record Placed(
      int number, MapGraph.Node node, ElkNode at, ElkPort in, List<String> titles) {}

  private record Routed(int from, int to, ElkEdge edge, MapGraph.Force force) {}

  private static Routed routed(
      Map<String, Placed> placed, MapGraph.Link link, MapGraph.Force force) {
    Placed from = placed.get(link.from());
    Placed to = placed.get(link.to());
    if (from == null || to == null) {
      throw new IllegalStateException("no end of " + link);
    }
    return new Routed(
        from.number(), to.number(), ElkGraphUtil.createSimpleEdge(from.at(), to.in()), force);
  }

  private static Placed placed(int number, ElkNode root, MapGraph.Node node) {
    double wide =
        switch (node.kind()) {
          case OUTCOME -> OUTCOME_WIDTH;
          case THING, WAY -> THING_WIDTH;
          case JOIN -> Plain.width(node.title()) * CHARACTER + 2 * PAD;
        };
    double width = Math.max(wide, Plain.width(note(node)) * CHARACTER + 2 * PAD);
    int columns = (int) ((width - 2 * PAD) / CHARACTER);
    int most = node.kind() == Kind.OUTCOME ? MOST_LINES : THING_LINES;
    List<String> lines =
        node.kind() == Kind.JOIN ? List.of(node.title()) : lines(node.title(), columns, most);
    int rows = lines.size() + (node.note().isEmpty() ? 0 : 1);
    ElkNode at = ElkGraphUtil.createNode(root);
    at.setDimensions(width, rows * LINE + PAD);
    if (node.kind() == Kind.OUTCOME) {
      at.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.FIRST);
    }
    // Lines to one thing join; were lines from one thing to join too, nobody could tell them apart.
    return new Placed(number, node, at, ElkGraphUtil.createPort(at), lines);
  }

  /** A shape stands before the word where the state is more than "none". */
  private static String note(MapGraph.Node node) {
    String note = Plain.cut(node.note(), NOTE_COLUMNS);
    return node.state() == Page.State.NONE ? note : shape(node.state()) + " " + note;
  }

  /** Broken where words end; what has no room in so many lines shows as an ellipsis. */
  private static List<String> lines(String text, int columns, int most) {
    List<String> all = Plain.wrapped(text, columns);
    if (all.size() <= most) {
      return all;
    }
    List<String> lines = new ArrayList<>(all.subList(0, most));
    lines.set(most - 1, Plain.cut(lines.get(most - 1) + " " + all.get(most), columns));
    String last = lines.get(most - 1);
    lines.set(
        most - 1, last.endsWith("…") ? last : Plain.cut(last + " ".repeat(columns) + ".", columns));
    return lines;
  }

  private static Drawing.Box box(Placed placed) {
    MapGraph.Node node = placed.node();
    ElkNode at = placed.at();
    List<Drawing.Text> texts = new ArrayList<>();
    String x = number(at.getX() + PAD);
    double y = at.getY() + PAD / 2 + BASELINE - 1;
    for (String line : placed.titles()) {
      texts.add(new Drawing.Text(x, number(y), "strong", line));
      y += LINE;
    }
    if (!node.note().isEmpty()) {
      texts.add(new Drawing.Text(x, number(y), "note", note(node)));
    }
    return new Drawing.Box(
        placed.number(),
        number(at.getX()),
        number(at.getY()),
        number(at.getWidth()),
        number(at.getHeight()),
        node.kind().name().toLowerCase(Locale.ROOT),
        node.state(),
        texts,
        node.spoken(),
        node.row());
  }

  private static String shape(Page.State state) {
    return switch (state) {
      case GOOD -> "●";
      case BAD -> "▲";
      case UNSURE -> "◇";
      case NONE -> "○";
    };
  }

  private static Drawing.Line line(Routed routed) {
    var path = new StringBuilder();
    ElkUtil.createVectorChain(ElkGraphUtil.firstEdgeSection(routed.edge(), false, false))
        .forEach(
            at ->
                path.append(path.isEmpty() ? 'M' : 'L')
                    .append(number(at.x))
                    .append(' ')
                    .append(number(at.y)));
    List<Drawing.Dot> dots = new ArrayList<>();
    routed
        .edge()
        .getProperty(CoreOptions.JUNCTION_POINTS)
        .forEach(junction -> dots.add(new Drawing.Dot(number(junction.x), number(junction.y))));
    String look =
        switch (routed.force()) {
          case LOSES -> "loses";
          case LOSES_LATER -> "later";
          case DEGRADES -> "degrades";
        };
    return new Drawing.Line(routed.from(), routed.to(), path.toString(), look, dots);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
  }
}
