package dev.sluice.cli.page;

import dev.sluice.cli.page.MapGraph.Kind;
import dev.sluice.cli.screen.Plain;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
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

  private MapLayout() {}

  static Drawing of(MapGraph graph, String title, String description) {
    // Tells the library how its own options are copied; it does so once.
    LayoutMetaDataService.getInstance();
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.MERGE_EDGES, true);
    root.setProperty(
        LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    root.setProperty(CoreOptions.SPACING_NODE_NODE, 9.0);
    root.setProperty(CoreOptions.SPACING_EDGE_NODE, 7.0);
    root.setProperty(CoreOptions.SPACING_EDGE_EDGE, 5.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 26.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 10.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 6.0);
    Map<String, ElkNode> placed = new HashMap<>();
    Map<String, List<String>> titles = new HashMap<>();
    graph.nodes().forEach((id, node) -> placed.put(id, placed(root, id, node, titles)));
    Map<MapGraph.Link, ElkEdge> edges = new HashMap<>();
    graph
        .links()
        .forEach(
            (link, _) ->
                edges.put(
                    link,
                    ElkGraphUtil.createSimpleEdge(
                        placed.get(link.from()), placed.get(link.to()))));
    new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
    List<Drawing.Box> boxes = new ArrayList<>();
    graph
        .nodes()
        .forEach(
            (id, node) ->
                boxes.add(box(node, placed.get(id), titles.getOrDefault(id, List.of()))));
    List<Drawing.Line> lines = new ArrayList<>();
    graph.links().forEach((link, force) -> lines.add(line(edges.get(link), force)));
    return new Drawing(
        title, description, number(root.getWidth()), number(root.getHeight()), boxes, lines);
  }

  private static ElkNode placed(
      ElkNode root, String id, MapGraph.Node node, Map<String, List<String>> titles) {
    double width =
        switch (node.kind()) {
          case OUTCOME -> OUTCOME_WIDTH;
          case THING, WAY -> THING_WIDTH;
          case JOIN -> Plain.width(node.title()) * CHARACTER + 2 * PAD;
        };
    int columns = (int) ((width - 2 * PAD) / CHARACTER);
    int most = node.kind() == Kind.OUTCOME ? MOST_LINES : THING_LINES;
    List<String> lines =
        node.kind() == Kind.JOIN ? List.of(node.title()) : lines(node.title(), columns, most);
    titles.put(id, lines);
    int rows = lines.size() + (node.note().isEmpty() ? 0 : 1);
    ElkNode placed = ElkGraphUtil.createNode(root);
    placed.setDimensions(width, rows * LINE + PAD);
    if (node.kind() == Kind.OUTCOME) {
      placed.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.FIRST);
    }
    return placed;
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
        most - 1,
        last.endsWith("…") ? last : Plain.cut(last + " ".repeat(columns) + ".", columns));
    return lines;
  }

  private static Drawing.Box box(MapGraph.Node node, ElkNode placed, List<String> titles) {
    List<Drawing.Text> texts = new ArrayList<>();
    double x = placed.getX() + PAD;
    double y = placed.getY() + PAD / 2 + BASELINE - 1;
    for (String line : titles) {
      texts.add(new Drawing.Text(number(x), number(y), "strong", line));
      y += LINE;
    }
    if (!node.note().isEmpty()) {
      // A shape stands before the word where the state is more than "none".
      boolean shape = node.state() != Page.State.NONE;
      texts.add(
          new Drawing.Text(
              number(x),
              number(y),
              "note",
              (shape ? shape(node.state()) + " " : "") + node.note()));
    }
    return new Drawing.Box(
        number(placed.getX()),
        number(placed.getY()),
        number(placed.getWidth()),
        number(placed.getHeight()),
        node.kind().name().toLowerCase(Locale.ROOT),
        node.state(),
        texts,
        node.spoken());
  }

  private static String shape(Page.State state) {
    return switch (state) {
      case GOOD -> "●";
      case BAD -> "▲";
      case UNSURE -> "◇";
      case NONE -> "○";
    };
  }

  private static Drawing.Line line(ElkEdge edge, MapGraph.Force force) {
    var path = new StringBuilder();
    for (ElkEdgeSection section : edge.getSections()) {
      path.append('M').append(point(section.getStartX(), section.getStartY()));
      for (ElkBendPoint bend : section.getBendPoints()) {
        path.append('L').append(point(bend.getX(), bend.getY()));
      }
      path.append('L').append(point(section.getEndX(), section.getEndY()));
    }
    List<Drawing.Dot> dots = new ArrayList<>();
    edge.getProperty(CoreOptions.JUNCTION_POINTS)
        .forEach(junction -> dots.add(new Drawing.Dot(number(junction.x), number(junction.y))));
    String look =
        switch (force) {
          case LOSES -> "loses";
          case LOSES_LATER -> "later";
          case DEGRADES -> "degrades";
        };
    return new Drawing.Line(path.toString(), look, dots);
  }

  private static String point(double x, double y) {
    return number(x) + " " + number(y);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
  }
}
