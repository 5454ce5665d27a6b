package dev.sluice.server.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every state that events can lead to, and the drawings of them in the documentation. */
class LifeDrawingTest {
  private static final Path PAGE =
      Path.of(System.getProperty("sluice.root", "..")).resolve("docs/operating-states.md");

  private static final Digest DIGEST = new Digest("ab".repeat(32));
  private static final ReleaseKey RELEASE =
      new ReleaseKey(new ArtifactName("channel"), new Version("291"));
  private static final RunKey RUN = RunKey.of(4);
  private static final int ATTEMPTS = 3;

  private static final List<Event.OfRelease> RELEASE_EVENTS =
      List.of(
          new Event.ReleaseSubmitted(RELEASE, DIGEST, 1, "upload", null, null),
          new Event.UrgencyApproved(RELEASE),
          new Event.ReleaseRefused(RELEASE, "too large"),
          new Event.ReleaseAdmitted(RELEASE, DIGEST, List.of()),
          new Event.ReleaseSuperseded(RELEASE, RELEASE),
          new Event.ReleaseProven(RELEASE),
          new Event.ReleaseStopped(RELEASE, RUN, "it panics"),
          new Event.ReleaseUndecided(RELEASE, "no runner"),
          new Event.ReleaseDisputed(RELEASE, "it had failed"),
          new Event.ReleaseAccepted(RELEASE, "the disk was full"),
          new Event.ReleaseRetried(RELEASE, "once more"),
          new Event.ReleaseVouched(RELEASE, DIGEST),
          new Event.ReleaseHandedOn(RELEASE, true));

  private static final List<Event.OfRun> RUN_EVENTS =
      List.of(
          new Event.RunQueued(RUN, new Work.Controls(DIGEST, "linux")),
          new Event.RunClaimed(RUN, new PersonName("lab"), 1, null),
          new Event.RunBegun(RUN),
          new Event.RunReturned(RUN, "silent"),
          new Event.RunEnded(RUN, Result.PASSED, "passed", null, DIGEST, 1),
          new Event.RunEnded(RUN, Result.FAILED, "failed", null, null, 1),
          new Event.RunEnded(RUN, Result.COULD_NOT_TELL, "no machine", null, null, 1),
          new Event.RunSpared(RUN, RUN, DIGEST, null),
          new Event.RunCancelled(RUN, "superseded"),
          new Event.RunExpired(RUN, "lost too often"));

  /** What a walk over all events from all states came to. */
  private record Walk<S>(Set<S> states, SortedSet<String> steps) {}

  private static <S, E> Walk<S> walk(
      List<E> events, BiFunction<@Nullable S, E, S> next, Function<S, String> word) {
    Set<S> seen = new LinkedHashSet<>();
    SortedSet<String> steps = new TreeSet<>();
    Deque<S> open = new ArrayDeque<>();
    for (E event : events) {
      step(null, event, next)
          .forEach(
              state -> {
                steps.add("[*] --> %s: %s".formatted(word.apply(state), word(event)));
                if (seen.add(state)) {
                  open.add(state);
                }
              });
    }
    while (!open.isEmpty()) {
      S from = open.remove();
      for (E event : events) {
        step(from, event, next)
            .filter(to -> !to.equals(from))
            .forEach(
                to -> {
                  steps.add(
                      "%s --> %s: %s".formatted(word.apply(from), word.apply(to), word(event)));
                  if (seen.add(to)) {
                    open.add(to);
                  }
                });
      }
    }
    return new Walk<>(seen, steps);
  }

  private static <S, E> Stream<S> step(
      @Nullable S from, E event, BiFunction<@Nullable S, E, S> next) {
    try {
      return Stream.of(next.apply(from, event));
    } catch (IllegalStateException _) {
      return Stream.of(); // no decision of ours makes it
    }
  }

  private static String word(Object event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceFirst("^(Release|Run)", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** Not its word: Mermaid takes no dashes in a state's name. */
  private static String name(Object state) {
    return state.getClass().getSimpleName();
  }

  private static Walk<ReleaseState> releases() {
    return walk(RELEASE_EVENTS, ReleaseLife::next, LifeDrawingTest::name);
  }

  private static Walk<RunState> runs() {
    // Runners may lose a run for ever; that many times are enough to see all there is.
    return walk(
        RUN_EVENTS.stream().flatMap(LifeDrawingTest::attempts).toList(),
        (state, event) -> {
          RunState to = RunLife.next(state, event);
          if (to instanceof RunState.Queued(int attempts) && attempts >= ATTEMPTS) {
            throw new IllegalStateException("often enough");
          }
          return to;
        },
        LifeDrawingTest::name);
  }

  private static Stream<Event.OfRun> attempts(Event.OfRun event) {
    return event instanceof Event.RunClaimed(var run, var runner, int _, var _)
        ? Stream.iterate(1, i -> i <= ATTEMPTS, i -> i + 1)
            .map(attempt -> new Event.RunClaimed(run, runner, attempt, null))
        : Stream.of(event);
  }

  private static void isDrawn(String name, Walk<?> walk) throws IOException {
    String drawing =
        walk.steps().stream()
            .map(step -> "  " + step)
            .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n", "\n```"));
    assertThat(Files.readString(PAGE)).as("the drawing of " + name).contains(drawing);
  }

  private static void reachesAll(Class<?> sealed, Walk<?> walk) {
    assertThat(walk.states().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(Arrays.asList(sealed.getPermittedSubclasses())));
  }

  private static void triesAll(Class<?> sealed, List<?> events) {
    assertThat(events.stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(Arrays.asList(sealed.getPermittedSubclasses())));
  }

  @Test
  void everyStateOfAReleaseIsReachedAndDrawn() throws IOException {
    triesAll(Event.OfRelease.class, RELEASE_EVENTS);
    reachesAll(ReleaseState.class, releases());
    isDrawn("a release", releases());
  }

  @Test
  void everyStateOfARunIsReachedAndDrawn() throws IOException {
    triesAll(Event.OfRun.class, RUN_EVENTS);
    reachesAll(RunState.class, runs());
    isDrawn("a run", runs());
  }

  @Test
  void nothingIsHandedOnThatWasNotProven() {
    Predicate<String> handedOn = step -> step.contains("--> HandedOn:");
    assertThat(releases().steps().stream().filter(handedOn))
        .containsExactly("Proven --> HandedOn: handed on");
    assertThat(releases().steps().stream().filter(step -> step.contains("--> Proven:")))
        .allMatch(step -> step.startsWith("Proving ") || step.startsWith("Disputed "));
  }

  @Test
  void noRunLeavesItsEnd() {
    for (RunState state : runs().states()) {
      if (state.isEnd()) {
        for (Event.OfRun event : RUN_EVENTS) {
          assertThat(step(state, event, RunLife::next)).isEmpty();
        }
      }
    }
  }

  @Test
  void fromEveryStateThatIsNoEndAnEndIsReached() {
    for (ReleaseState state : releases().states()) {
      assertThat(state.isEnd() || leadsToAnEnd(state, new HashSet<>())).as(state.word()).isTrue();
    }
  }

  private static boolean leadsToAnEnd(ReleaseState from, Set<ReleaseState> seen) {
    return from.isEnd()
        || (seen.add(from)
            && RELEASE_EVENTS.stream()
                .flatMap(event -> step(from, event, ReleaseLife::next))
                .anyMatch(to -> leadsToAnEnd(to, seen)));
  }
}
