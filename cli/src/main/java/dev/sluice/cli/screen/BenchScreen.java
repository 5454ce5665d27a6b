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

  public static List<String> table(Duration yardstick, List<Figure> figures, int cores) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "yardstick: "
            + yardstick.toMillis()
            + " ms for a bare boot of the guest; "
            + cores
            + " cores");
    lines.add("");
    for (Figure figure : figures) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s %-28s %,7.0f %-3s  %.2f × %s (bound %.2f)",
              figure.isWithin() ? "●" : "▲",
              figure.name(),
              figure.measured(),
              figure.unit(),
              figure.ratio(),
              figure.of(),
              figure.bound()));
    }
    return lines;
  }

  public static String json(Duration yardstick, List<Figure> figures) {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("format", 1);
    root.put("yardstickMillis", yardstick.toMillis());
    ArrayNode all = root.putArray("figures");
    for (Figure figure : figures) {
      ObjectNode node = all.addObject();
      node.put("name", figure.name());
      node.put("measured", round(figure.measured()));
      node.put("unit", figure.unit());
      node.put("against", round(figure.against()));
      node.put("ratio", round(figure.ratio()));
      node.put("bound", figure.bound());
      node.put("within", figure.isWithin());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
