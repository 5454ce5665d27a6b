package dev.sluice.cli;

import dev.sluice.model.impact.Answer;
import dev.sluice.model.impact.Course;
import dev.sluice.model.impact.CutSet;
import dev.sluice.model.impact.Failure;
import dev.sluice.model.impact.Impact;
import dev.sluice.model.impact.Pairs;
import dev.sluice.model.impact.Replay;
import dev.sluice.model.impact.Sentences;
import dev.sluice.model.impact.SinglePoints;
import dev.sluice.model.outcome.Outcome;
import dev.sluice.model.outcome.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code sluice impact --json} prints: {@code docs/formats/impact.md}. */
final class ImpactJson {
  static final int FORMAT = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double MILLIS = 1000.0;

  private ImpactJson() {}

  static ObjectNode root(String question, Path file, Impact impact) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("question", question);
    root.put("file", file.toString());
    root.put("today", impact.today().toString());
    return root;
  }

  static String write(ObjectNode root) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  static String of(Path file, Impact impact, Answer answer) {
    ObjectNode root = root("impact", file, impact);
    answer(root, answer, new Sentences(impact.today(), impact.outcomes().policy(), null));
    Failure failure = answer.failure();
    if (failure.version() != null && root.path("failure") instanceof ObjectNode said) {
      said.put("runs-somewhere", impact.releases(failure.name()).contains(failure.version()));
    }
    return write(root);
  }

  static String of(Path file, Impact impact, List<Replay> replays, Sentences sentences) {
    ObjectNode root = root("replay", file, impact);
    ArrayNode list = root.putArray("incidents");
    for (Replay replay : replays) {
      ObjectNode node = list.addObject();
      node.put("incident", replay.incident().id());
      node.put("date", replay.incident().date().toString());
      node.put("kind", replay.incident().kind());
      node.put("who", replay.incident().who());
      node.put("what", replay.incident().what());
      seconds(node, "lasted", replay.incident().lasted());
      texts(node, "sources", replay.incident().sources());
      ArrayNode felt = node.putArray("felt");
      replay.felt().forEach(answer -> answer(felt.addObject(), answer, sentences));
    }
    return write(root);
  }

  private static void answer(ObjectNode root, Answer answer, Sentences sentences) {
    ObjectNode failure = root.putObject("failure");
    boolean release = answer.failure().version() != null;
    failure.put("kind", release ? "release" : answer.failure().kind().word());
    failure.put("name", answer.failure().name());
    failure.put("version", release ? String.valueOf(answer.failure().version()) : null);
    seconds(failure, "lasts", answer.failure().lasts());
    ArrayNode effects = root.putArray("outcomes");
    for (Answer.Effect effect : answer.effects()) {
      ObjectNode node = effects.addObject();
      Course course = effect.course();
      outcome(node, course.outcome());
      node.put("state", effect.isSure() ? course.state().word() : "not-known");
      node.put("at-best", course.state().word());
      node.put("at-worst", effect.atWorst().word());
      seconds(node, "degraded-after", course.degradedAfter());
      seconds(node, "lost-after", course.lostAfter());
      seconds(node, "nothing-after", course.nothingAfter());
      seconds(node, "harm-after", course.harmAfter());
      ArrayNode stands = node.putArray("stands-in");
      for (Course.Stand stand : course.stands()) {
        ObjectNode one = stands.addObject();
        way(one, stand.way());
        seconds(one, "from", stand.from());
        seconds(one, "until", stand.until());
      }
      ArrayNode useless = node.putArray("does-not-stand-in");
      for (Course.Useless way : course.useless()) {
        ObjectNode one = useless.addObject();
        way(one, way.way());
        one.put(
            "reason",
            switch (way.reason()) {
              case NEVER_TRIED -> "never-tried";
              case FAILED -> "failed-its-drill";
              case STALE -> "tried-too-long-ago";
              case LOST_TOO -> "lost-too";
            });
      }
      texts(node, "degraded", course.how());
      texts(node, "because", course.because());
      open(node, effect.open());
      texts(node, "sentences", sentences.of(effect));
    }
    texts(root, "first", answer.first().stream().map(sentences::of).toList());
    texts(root, "also-lost", answer.others().stream().map(thing -> thing.name()).toList());
  }

  static String of(Path file, Impact impact, SinglePoints points, @Nullable Pairs pairs) {
    ObjectNode root = root("spof", file, impact);
    cutSets(root.putArray("single"), points.sets());
    if (pairs != null) {
      cutSets(root.putArray("pairs"), pairs.sets());
      root.put("pairs-in-all", pairs.all());
      root.put("pairs-whole", pairs.isWhole());
    }
    notKnown(root, points);
    return write(root);
  }

  static String cutSets(Path file, Impact impact, int order, List<CutSet> sets) {
    ObjectNode root = root("cut-sets", file, impact);
    root.put("order", order);
    cutSets(root.putArray("sets"), sets);
    notKnown(root, impact.singlePoints());
    return write(root);
  }

  static void notKnown(ObjectNode root, SinglePoints points) {
    ArrayNode notKnown = root.putArray("not-known");
    for (SinglePoints.NotKnown one : points.notKnown()) {
      ObjectNode node = notKnown.addObject();
      node.put("outcome", one.outcome().name());
      open(node, one.open());
    }
  }

  static void cutSets(ArrayNode list, List<CutSet> sets) {
    for (CutSet set : sets) {
      ObjectNode node = list.addObject();
      ArrayNode parts = node.putArray("fails");
      for (CutSet.Part part : set.parts()) {
        ObjectNode one = parts.addObject();
        one.put("kind", part.kind());
        one.put("name", part.name());
        if (part.hosts() > 0) {
          one.put("hosts", part.hosts());
        }
      }
      node.put("people", set.people());
      node.put("people-held", set.peopleHeld());
      seconds(node, "harm-after", set.harmAfter());
      ArrayNode losses = node.putArray("loses");
      for (CutSet.Loss loss : set.losses()) {
        ObjectNode one = losses.addObject();
        outcome(one, loss.outcome());
        one.put("held", loss.held());
        seconds(one, "lost-after", loss.lostAfter());
        seconds(one, "nothing-after", loss.nothingAfter());
        seconds(one, "harm-after", loss.harmAfter());
      }
    }
  }

  private static void outcome(ObjectNode node, Outcome outcome) {
    node.put("outcome", outcome.name());
    node.put("says", outcome.says());
    node.put("people", outcome.people());
  }

  private static void way(ObjectNode node, Way way) {
    node.put("kind", way.kind() == Way.Kind.FALLBACK ? "fallback" : "degraded-mode");
    node.put("says", way.says());
    node.put("exercised", way.exercised() == null ? null : way.exercised().toString());
    if (way.failed() != null) {
      node.put("failed", way.failed().toString());
    }
  }

  private static void open(ObjectNode node, List<Answer.Open> open) {
    ArrayNode list = node.putArray("not-written-down");
    for (Answer.Open one : open) {
      ObjectNode what = list.addObject();
      what.put("name", one.thing());
      what.put("what", one.what());
    }
  }

  static void texts(ObjectNode node, String key, List<String> texts) {
    ArrayNode list = node.putArray(key);
    texts.forEach(list::add);
  }

  static void seconds(ObjectNode node, String key, @Nullable Duration duration) {
    if (duration == null) {
      node.putNull(key);
    } else {
      node.put(key, duration.toMillis() / MILLIS);
    }
  }
}
