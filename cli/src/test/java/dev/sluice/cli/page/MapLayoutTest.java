package dev.sluice.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.page.MapGraph.Force;
import dev.sluice.cli.page.MapGraph.Kind;
import dev.sluice.cli.page.MapGraph.Link;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.SinglePoints;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapLayoutTest {
  @ParameterizedTest
  @ValueSource(ints = {20, 60, 150, 300})
  void boxesLieApartInsideThePictureAndTheirTextInThem(int nodes) {
    Drawing drawing = MapLayout.of(made(SeededFile.of(5, nodes)).graph(), "title", "description");

    List<Drawing.Box> boxes = drawing.boxes();
    for (Drawing.Box box : boxes) {
      assertThat(right(box)).isLessThanOrEqualTo(Double.parseDouble(drawing.width()));
      assertThat(bottom(box)).isLessThanOrEqualTo(Double.parseDouble(drawing.height()));
      for (Drawing.Text text : box.texts()) {
        assertThat(Plain.width(text.words()) * 6.8).isLessThan(Double.parseDouble(box.width()));
      }
      boxes.stream()
          .filter(other -> !other.equals(box))
          .forEach(other -> assertThat(overlap(box, other)).as(box + " and " + other).isFalse());
    }
  }

  @Test
  void outcomesAreAtTheLeftAndEveryLineLeadsRight() {
    Drawing drawing = MapLayout.of(made(SeededFile.of(6, 150)).graph(), "title", "description");

    double first = drawing.boxes().stream().mapToDouble(box -> number(box.x())).min().orElse(-1);
    assertThat(drawing.boxes().stream().filter(box -> box.look().equals("outcome")))
        .isNotEmpty()
        .allMatch(box -> right(box) < first + 2 * number(box.width()));
    for (Drawing.Line line : drawing.lines()) {
      double begin = number(line.path().substring(1, line.path().indexOf(' ')));
      String end = line.path().substring(line.path().lastIndexOf('L') + 1);
      assertThat(begin).isLessThan(number(end.substring(0, end.indexOf(' '))));
    }
  }

  @Test
  void aFileOfThousandsIsDrawnInPartAndSaysSo() {
    MapOf.Made made = made(SeededFile.of(7, 3000));

    assertThat(made.graph().nodes()).hasSizeLessThanOrEqualTo(MapOf.MOST);
    assertThat(made.notes()).singleElement().asString().contains("too much for one picture");
  }

  @Test
  void aLineThatOthersSayIsLeftOut() {
    var graph = new MapGraph();
    for (String id : List.of("a", "b", "c", "d")) {
      graph.add(id, thing(id));
    }
    graph.link("a", "b", Force.LOSES);
    graph.link("b", "c", Force.LOSES);
    graph.link("a", "c", Force.LOSES);
    graph.link("c", "d", Force.DEGRADES);
    graph.link("a", "d", Force.LOSES);

    assertThat(graph.reduce()).isEqualTo(1);
    assertThat(graph.links()).doesNotContainKey(new Link("a", "c")).hasSize(4);
  }

  @Test
  void thingsThatAreAlikeAreDrawnTogether() {
    var graph = new MapGraph();
    graph.add("o", new MapGraph.Node(Kind.OUTCOME, "", "o", "", Page.State.NONE, "o", ""));
    for (String id : List.of("a", "b", "c", "d")) {
      graph.add(id, thing(id));
      graph.link("o", id, id.equals("d") ? Force.DEGRADES : Force.LOSES);
    }

    assertThat(graph.group()).isEqualTo(3);
    assertThat(graph.nodes()).containsOnlyKeys("o", "a", "d");
    assertThat(graph.nodes().get("a"))
        .extracting(MapGraph.Node::title)
        .isEqualTo("3 alike: a, b, c");
  }

  private static MapGraph.Node thing(String id) {
    return new MapGraph.Node(Kind.THING, "service", id, "service", Page.State.NONE, id, "");
  }

  private static MapOf.Made made(String file) {
    Impact impact = SeededFile.read(file);
    SinglePoints points = impact.singlePoints();
    return MapOf.of(impact, points, new Marks(points));
  }

  private static boolean overlap(Drawing.Box one, Drawing.Box other) {
    return number(one.x()) < right(other)
        && number(other.x()) < right(one)
        && number(one.y()) < bottom(other)
        && number(other.y()) < bottom(one);
  }

  private static double right(Drawing.Box box) {
    return number(box.x()) + number(box.width());
  }

  private static double bottom(Drawing.Box box) {
    return number(box.y()) + number(box.height());
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }
}
