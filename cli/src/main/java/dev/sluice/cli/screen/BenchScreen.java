package dev.sluice.cli.screen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a benchmark measured, as a table and as JSON. */
public final class BenchScreen {
  private BenchScreen() {}

  /**
   * One figure.
   *
   * @param measured in {@code unit}
   * @param against what it is divided by, in the same unit
   * @param bound that the ratio must not exceed
   * @param of what {@code against} is, in words
   */
  public record Figure(
      String name, double measured, double against, double bound, String unit, String of) {
    public double ratio() {
      return measured / against;
    }

    public boolean isWithin() {
      return ratio() <= bound;
    }
  }

  /**
   * Figures that have one yardstick.
   *
   * @param title names the machine
   */
  public record Group(String title, Duration yardstick, List<Figure> figures) {
    public Group {
      figures = List.copyOf(figures);
    }

    public boolean isWithin() {
      return figures.stream().allMatch(Figure::isWithin);
    }
  }

  public static List<String> table(List<Group> groups, int cores) {
    List<String> lines = new ArrayList<>();
    for (Group group : groups) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(
          group.title()
              + ": "
              + group.yardstick().toMillis()
              + " ms for a bare boot; "
              + cores
              + " cores");
      lines.add("");
      group.figures().forEach(figure -> lines.add(line(figure)));
    }
    return lines;
  }

  /** Figures that each have a yardstick of their own. */
  public static List<String> lines(List<Figure> figures) {
    return figures.stream().map(BenchScreen::line).toList();
  }

  /** The same as JSON. */
  public static String figures(List<Figure> figures) {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("format", 2);
    ArrayNode all = root.putArray("figures");
    figures.forEach(figure -> write(figure, all.addObject()));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static String line(Figure figure) {
    return String.format(
        Locale.ROOT,
        "  %s %-28s %,7.0f %-3s  %.2f × %s (bound %.2f)",
        figure.isWithin() ? "●" : "▲",
        figure.name(),
        figure.measured(),
        figure.unit(),
        figure.ratio(),
        figure.of(),
        figure.bound());
  }

  public static String json(List<Group> groups) {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("format", 2);
    ArrayNode all = root.putArray("groups");
    for (Group group : groups) {
      ObjectNode of = all.addObject();
      of.put("title", group.title());
      of.put("yardstickMillis", group.yardstick().toMillis());
      ArrayNode figures = of.putArray("figures");
      group.figures().forEach(figure -> write(figure, figures.addObject()));
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void write(Figure figure, ObjectNode node) {
    node.put("name", figure.name());
    node.put("measured", round(figure.measured()));
    node.put("unit", figure.unit());
    node.put("against", round(figure.against()));
    node.put("ratio", round(figure.ratio()));
    node.put("bound", figure.bound());
    node.put("within", figure.isWithin());
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
