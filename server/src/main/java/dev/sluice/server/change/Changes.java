package dev.sluice.server.change;

import dev.sluice.model.file.Measures;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.event.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way from one product's rules to its next. */
public final class Changes {
  private Changes() {}

  /**
   * What is different, what is weaker first.
   *
   * @param old what is in use; null when nothing is: then nothing is weaker
   * @return empty when the two differ in nothing that counts, such as comments
   */
  public static List<Change> between(@Nullable Rules old, Rules now) {
    if (old == null) {
      return List.of(first(now.pipeline()));
    }
    Told told = new Told();
    NamedContent content = new NamedContent(old.bundle(), now.bundle());
    Pipeline before = old.pipeline();
    Pipeline after = now.pipeline();
    told.any("product", before.product(), after.product(), product -> product);
    ArtifactChanges artifacts = new ArtifactChanges(told, content);
    matched(
        before.artifacts(),
        after.artifacts(),
        artifact -> artifact.name().value(),
        gone -> told.weaker(gone + ": the artifact is removed"),
        more -> told.noted(more + ": the artifact is new"),
        artifacts::compare);
    EnvironmentChanges environments = new EnvironmentChanges(told, content);
    matched(
        before.environments(),
        after.environments(),
        EnvironmentSpec::name,
        gone -> told.weaker("the environment " + gone + " is removed: nothing is proven there"),
        more ->
            told.weaker(
                "the environment "
                    + more
                    + " is new: what makes and drives it, such as its script, runs on the lab's"
                    + " machine"),
        environments::compare);
    new SuiteChanges(told, content).compare(before, after);
    needMachine(told, before, after);
    // What does not fit stays unproven: less time, less proof.
    if (before.timeBox() == null) {
      told.any("time-box", before.timeBox(), after.timeBox(), Measures::spoken);
    } else if (after.timeBox() == null) {
      told.noted("time-box is not set any more, and was " + Measures.spoken(before.timeBox()));
    } else {
      told.atLeast("time-box", before.timeBox(), after.timeBox(), Measures::spoken);
    }
    new OutcomeChanges(told).compare(old.outcomes(), now.outcomes());
    if (!content.ofOld(Bundle.DRILLS).equals(content.ofNew(Bundle.DRILLS))) {
      told.noted("the record of drills is another one");
    }
    content
        .unseen(before, after)
        .forEach(path -> told.weaker("the file " + path + " is another one, new or removed"));
    List<Change> all = new ArrayList<>(told.changes());
    all.sort(Comparator.comparing(change -> !change.weaker()));
    return List.copyOf(all);
  }

  private static Change first(Pipeline pipeline) {
    return new Change(
        "the first pipeline file of %s: %s, proven in %s"
            .formatted(
                pipeline.product(),
                String.join(
                    ", ", pipeline.artifacts().stream().map(a -> a.name().value()).toList()),
                String.join(
                    ", ", pipeline.environments().stream().map(EnvironmentSpec::name).toList())),
        false);
  }

  private static void needMachine(Told told, Pipeline before, Pipeline after) {
    // What is new, or gone, is told as such.
    Set<String> both = SuiteChanges.names(before);
    both.retainAll(SuiteChanges.names(after));
    for (String check : both) {
      boolean was = before.needMachine().contains(check);
      boolean is = after.needMachine().contains(check);
      if (is && !was) {
        told.weaker(
            "needs-machine: " + check + " is added: environments with driver process leave it out");
      } else if (was && !is) {
        told.weaker(
            "needs-machine: " + check + " is removed: driver process counts as a machine for it");
      }
    }
  }

  interface Both<T> {
    void compare(T old, T now);
  }

  /** Pairs by name, in the order of the old file and then of the new one. */
  static <T> void matched(
      List<T> old,
      List<T> now,
      Function<T, String> name,
      Consumer<String> gone,
      Consumer<String> more,
      Both<T> both) {
    Map<String, T> left = new HashMap<>();
    now.forEach(each -> left.put(name.apply(each), each));
    for (T each : old) {
      T same = left.remove(name.apply(each));
      if (same == null) {
        gone.accept(name.apply(each));
      } else {
        both.compare(each, same);
      }
    }
    now.stream().map(name).filter(left::containsKey).forEach(more);
  }
}
