package dev.sluice.cli;

import dev.sluice.model.impact.Difference;
import dev.sluice.model.impact.Difference.What;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Sentences;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code sluice impact diff --json} prints: {@code docs/formats/impact.md}. */
final class DifferenceJson {
  private DifferenceJson() {}

  static String of(Path fresh, Impact after, Path old, Difference difference, Sentences sentences) {
    ObjectNode root = ImpactJson.root("diff", fresh, after);
    root.put("old", old.toString());
    root.put("stopped", difference.isStopped());
    ArrayNode worse = root.putArray("worse");
    for (Difference.Worse one : difference.worse()) {
      ObjectNode node = worse.addObject();
      node.put("outcome", one.outcome().name());
      node.put("line", line(one));
      node.put("kind", kind(one.what()));
      node.put("on", on(one.what()));
      node.put("stopped", one.isStopped());
      node.put("waiver", one.waiver() == null ? null : one.waiver().name());
      node.put("sentence", sentences.of(one));
    }
    ArrayNode better = root.putArray("better");
    for (Difference.Better one : difference.better()) {
      ObjectNode node = better.addObject();
      node.put("outcome", one.outcome().name());
      node.put("on", one.part().spoken());
    }
    return ImpactJson.write(root);
  }

  /** In the new file; its first where the outcome is no longer there. */
  static int line(Difference.Worse worse) {
    return worse.what() instanceof What.Gone ? 1 : worse.outcome().line();
  }

  /** As in the format. */
  static String kind(What what) {
    return switch (what) {
      case What.Alone _ -> "alone";
      case What.Held _ -> "held";
      case What.Sooner _ -> "sooner";
      case What.Gone _ -> "gone";
      case What.LessKnown _ -> "less-known";
      case What.DrilledLess _ -> "drilled-less";
      case What.Unprotected _ -> "unprotected";
    };
  }

  /** What it hangs on; null where it is about none. */
  static @Nullable String on(What what) {
    return switch (what) {
      case What.Alone(var part, _) -> part.spoken();
      case What.Held(var part, _) -> part.spoken();
      case What.Sooner(var part, _, _) -> part.spoken();
      case What.Gone _, What.LessKnown _, What.DrilledLess _, What.Unprotected _ -> null;
    };
  }
}
