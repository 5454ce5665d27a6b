package dev.sluice.proving.environment.sandbox;

import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.sandbox.ControlGroups.Controller;
import dev.sluice.proving.environment.sandbox.ControlGroups.Place;
import dev.sluice.proving.workplace.Enclosed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The control groups of one sandbox, made and taken away by a shell that waits for the prover's
 * end: nothing of them is left, not even when the prover is killed.
 */
final class KeptGroups implements AutoCloseable {
  private static final Pattern KILLS = Pattern.compile("(?m)^oom_kill ([0-9]{1,18})$");
  private static final Pattern REFUSED = Pattern.compile("(?m)^max ([0-9]{1,18})$");

  private final Process keeper;
  private final List<Path> groups;
  private final List<Path> memoryEvents;
  private final List<Path> processEvents;

  private KeptGroups(
      Process keeper, List<Path> groups, List<Path> memoryEvents, List<Path> processEvents) {
    this.keeper = keeper;
    this.groups = groups;
    this.memoryEvents = memoryEvents;
    this.processEvents = processEvents;
  }

  /**
   * Makes the groups.
   *
   * @param of unique among the sandboxes of this prover
   */
  static KeptGroups make(Bounds bounds, String of) {
    String name = bounds.groups().name(of);
    Map<Controller, Place> places = bounds.groups().places();
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "setsid",
            "sh",
            "-c",
            Enclosed.text(KeptGroups.class, "keeper.sh"),
            "sluice-keeper",
            name));
    words.add(Long.toString(bounds.memoryBytes()));
    words.add(Integer.toString(bounds.asked().cpuPercent()));
    words.add(Integer.toString(bounds.asked().processes()));
    places.forEach(
        (controller, place) ->
            words.addAll(
                List.of(
                    place.unified() ? "v2" : "v1", controller.word(), place.parent().toString())));
    Process keeper;
    String said;
    try {
      // Not with the workplace: its reaper would end the keeper before the keeper has cleared up.
      keeper = new ProcessBuilder(words).redirectErrorStream(true).start();
      said = keeper.inputReader(StandardCharsets.UTF_8).readLine();
    } catch (IOException e) {
      throw new EnvironmentException("could not make control groups: " + e.getMessage(), e);
    }
    if (!"kept".equals(said)) {
      keeper.destroy();
      throw new EnvironmentException("control groups could be made before and not now: " + said);
    }
    return new KeptGroups(
        keeper,
        places.values().stream().map(place -> place.parent().resolve(name)).distinct().toList(),
        file(places, Controller.MEMORY, name, "memory.oom_control", "memory.events"),
        file(places, Controller.PROCESSES, name, "pids.events", "pids.events"));
  }

  private static List<Path> file(
      Map<Controller, Place> places,
      Controller controller,
      String name,
      String first,
      String unified) {
    Place place = places.get(controller);
    return place == null
        ? List.of()
        : List.of(
            place.parent().resolve(name).resolve("app").resolve(place.unified() ? unified : first));
  }

  /** The groups, at most three. */
  List<Path> groups() {
    return groups;
  }

  /** How many processes were killed so far since memory ran out. */
  long killedForMemory() {
    return count(memoryEvents, KILLS);
  }

  /** How often a process was refused so far since there were too many. */
  long refusedProcesses() {
    return count(processEvents, REFUSED);
  }

  private static long count(List<Path> files, Pattern pattern) {
    long count = 0;
    for (Path file : files) {
      try {
        Matcher line = pattern.matcher(Files.readString(file));
        count += line.find() ? Long.parseLong(line.group(1)) : 0;
      } catch (IOException e) {
        return 0; // an older kernel does not count; the end is known, its reason is not
      }
    }
    return count;
  }

  /** Ends whatever is left in the groups and takes them away. */
  @Override
  public void close() {
    try {
      keeper.getOutputStream().close();
      if (!keeper.waitFor(15, TimeUnit.SECONDS)) {
        throw new EnvironmentException("the kernel does not let go of " + groups);
      }
    } catch (IOException e) {
      throw new EnvironmentException(
          "could not end a control group's keeper: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it clears up by itself
    }
  }
}
