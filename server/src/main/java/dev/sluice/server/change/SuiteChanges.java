package dev.sluice.server.change;

import dev.sluice.model.file.Measures;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Pipeline;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What changes about the checks. Each has one name, in one of the two suites. */
final class SuiteChanges {
  private final Told told;
  private final NamedContent content;

  SuiteChanges(Told told, NamedContent content) {
    this.told = told;
    this.content = content;
  }

  void compare(Pipeline old, Pipeline now) {
    List<CheckSpec> before = all(old);
    List<CheckSpec> after = all(now);
    Changes.matched(
        before,
        after,
        CheckSpec::name,
        gone -> told.weaker("the check " + gone + " is removed"),
        more -> {},
        this::check);
    Set<String> smokeBefore = names(old.smoke());
    Set<String> smokeAfter = names(now.smoke());
    Set<String> common = names(before);
    common.retainAll(names(after));
    for (String name : common) {
      if (smokeBefore.contains(name) && !smokeAfter.contains(name)) {
        told.weaker("the check " + name + " is of regression alone: data do without it");
      } else if (!smokeBefore.contains(name) && smokeAfter.contains(name)) {
        told.noted("the check " + name + " is of smoke too: data go through it");
      }
    }
    added(before, after, name -> smokeAfter.contains(name) && !smokeBefore.contains(name));
    // A check may leave something behind that the next one needs. Moved ones are told above.
    common.removeIf(name -> smokeBefore.contains(name) != smokeAfter.contains(name));
    if (!order(before, common).equals(order(after, common))) {
      told.weaker("the checks are in another order");
    }
  }

  /**
   * One that is new, or moved up to smoke, takes nothing away where it is Sluice's own. A product's
   * own command is root on the machine that later checks look at, and can make them see nothing.
   */
  private void added(List<CheckSpec> before, List<CheckSpec> after, Predicate<String> movedUp) {
    Set<String> were = names(before);
    Set<String> later = new HashSet<>();
    for (CheckSpec check : after.reversed()) {
      boolean isNew = !were.contains(check.name());
      String sentence = "the check " + check.name() + (isNew ? " is new" : " is earlier");
      if ((isNew || movedUp.test(check.name()))
          && check instanceof CheckSpec.UserCommand
          && !later.isEmpty()) {
        told.weaker(sentence + " and runs before others, on the same machine: it could blind them");
      } else if (isNew) {
        told.noted(sentence);
      }
      if (!isNew) {
        later.add(check.name());
      }
    }
  }

  private static List<CheckSpec> all(Pipeline pipeline) {
    return Stream.concat(pipeline.smoke().stream(), pipeline.regression().stream()).toList();
  }

  /** Of all checks that a file lists. */
  static Set<String> names(Pipeline pipeline) {
    return names(all(pipeline));
  }

  private static Set<String> names(List<CheckSpec> checks) {
    return new TreeSet<>(checks.stream().map(CheckSpec::name).toList());
  }

  private static List<String> order(List<CheckSpec> checks, Set<String> among) {
    return checks.stream().map(CheckSpec::name).filter(among::contains).toList();
  }

  private void check(CheckSpec old, CheckSpec now) {
    String name = old.name();
    switch (old) {
      case CheckSpec.Catches(var before) when now instanceof CheckSpec.Catches(var after) ->
          samples(name, before, after);
      case CheckSpec.LeavesAlone(var before, var vital)
          when now instanceof CheckSpec.LeavesAlone after -> {
        samples(name, before, after.samples());
        told.each(name + ": vital", vital, after.vital(), path -> path);
      }
      case CheckSpec.StaysWithin before when now instanceof CheckSpec.StaysWithin after ->
          bounds(name, before, after);
      case CheckSpec.SurvivesDates(var validFor, var days)
          when now instanceof CheckSpec.SurvivesDates after -> {
        told.atLeast(name + ": valid-for", validFor, after.validFor(), Measures::spoken);
        told.each(name + ": days", days, after.days(), LocalDate::toString);
      }
      case CheckSpec.Installs _ when now instanceof CheckSpec.Installs -> {}
      case CheckSpec.UserCommand before when now instanceof CheckSpec.UserCommand after ->
          command(before, after);
      case CheckSpec.Catches _,
          CheckSpec.LeavesAlone _,
          CheckSpec.StaysWithin _,
          CheckSpec.SurvivesDates _,
          CheckSpec.Installs _,
          CheckSpec.UserCommand _ ->
          told.weaker("the check " + name + " is another one");
    }
  }

  private void samples(String name, List<String> old, List<String> now) {
    Map<String, String> before = content.oldSamples(old);
    Map<String, String> after = content.newSamples(now);
    Set<String> gone = new TreeSet<>();
    before.forEach(
        (sample, path) -> {
          if (!after.containsKey(sample)) {
            gone.add(path);
          }
        });
    Set<String> more = new TreeSet<>();
    after.forEach(
        (sample, path) -> {
          if (!before.containsKey(sample)) {
            more.add(path);
          }
        });
    if (!gone.isEmpty()) {
      told.weaker(name + ": samples are removed or others: " + NamedContent.named(gone));
    }
    if (!more.isEmpty()) {
      told.noted(name + ": samples are new: " + NamedContent.named(more));
    }
  }

  private void bounds(String name, CheckSpec.StaysWithin old, CheckSpec.StaysWithin now) {
    told.atMost(name + ": wall", old.wall(), now.wall(), Measures::spoken);
    told.atMost(name + ": cpu", old.cpu(), now.cpu(), Measures::spoken);
    told.atMost(
        name + ": memory", bound(old.memoryBytes()), bound(now.memoryBytes()), Measures::spoken);
    told.atMost(name + ": disk", bound(old.diskBytes()), bound(now.diskBytes()), Measures::spoken);
  }

  private static @Nullable Long bound(long bytes) {
    return bytes == CheckSpec.StaysWithin.UNBOUNDED ? null : bytes;
  }

  private void command(CheckSpec.UserCommand old, CheckSpec.UserCommand now) {
    String what = "the check " + old.name() + ": ";
    told.any(what + "command", old.command(), now.command(), ArtifactChanges::shown);
    told.any(what + "exit", old.exit(), now.exit(), status -> status.toString());
    told.asked(what + "output", old.output(), now.output(), text -> "\"" + text + "\"");
    told.atMost(what + "within", old.within(), now.within(), Measures::spoken);
    told.any(what + "stands-for", old.standsFor(), now.standsFor(), check -> check);
  }
}
