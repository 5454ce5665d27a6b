package dev.sluice.proving.environment.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this prover may make control groups, of version 1 or 2, found by really making one. Groups
 * carry the prover in their name, so that a later prover knows those that nobody will take away.
 */
final class ControlGroups {
  private static final Pattern NAME = Pattern.compile("sluice-([0-9]{1,9})-([0-9]{1,18})-.*");

  /** What a group can bound. */
  enum Controller {
    MEMORY("memory", "memory.limit_in_bytes", "memory.max", "67108864"),
    CPU("cpu", "cpu.cfs_quota_us", "cpu.max", "100000"),
    PROCESSES("pids", "pids.max", "pids.max", "64");

    private final String word;
    private final String first;
    private final String unified;
    private final String trial;

    Controller(String word, String first, String unified, String trial) {
      this.word = word;
      this.first = first;
      this.unified = unified;
      this.trial = trial;
    }

    String word() {
      return word;
    }
  }

  /**
   * A folder in which groups can be made.
   *
   * @param unified version 2
   */
  record Place(boolean unified, Path parent) {}

  /** What the kernel says of control groups, as files. */
  record Kernel(Path mounts, Path own, Path processes) {
    static final Kernel HERE =
        new Kernel(Path.of("/proc/self/mountinfo"), Path.of("/proc/self/cgroup"), Path.of("/proc"));
  }

  private final Map<Controller, Place> places = new EnumMap<>(Controller.class);
  private final Map<Controller, String> refusals = new EnumMap<>(Controller.class);
  private final String prefix;

  private ControlGroups(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Tries every controller, and takes away what dead provers left.
   *
   * @param trial unique among the provers of this host
   */
  static ControlGroups find(Kernel kernel, long prover, String trial) throws IOException {
    String started = started(kernel, prover).orElse("0");
    var found = new ControlGroups("sluice-" + prover + "-" + started + "-");
    List<Mount> mounts =
        Files.readAllLines(kernel.mounts(), StandardCharsets.ISO_8859_1).stream()
            .flatMap(line -> Mount.read(line).stream())
            .toList();
    List<String> own = Files.readAllLines(kernel.own(), StandardCharsets.ISO_8859_1);
    for (Controller controller : Controller.values()) {
      for (Place place : candidates(controller, mounts, own)) {
        Optional<String> no = found.refusal(controller, place, trial);
        if (no.isEmpty()) {
          found.places.put(controller, place);
          break;
        }
        // The nearest place is the one that somebody could open.
        found.refusals.putIfAbsent(controller, no.get());
      }
      found.refusals.putIfAbsent(
          controller, "no control group of this host has the controller " + controller.word);
    }
    found.meet(trial);
    found.refusals.keySet().removeAll(found.places.keySet());
    for (Place place : found.distinct()) {
      sweep(kernel, place.parent());
    }
    return found;
  }

  /**
   * A process is in one group of version 2 only: all its controllers must be had in one place, the
   * one that has most of them.
   */
  private void meet(String trial) {
    List<Controller> unified = places.keySet().stream().filter(c -> placeOf(c).unified()).toList();
    Map<Place, List<Controller>> had = new LinkedHashMap<>();
    for (Controller controller : unified) {
      Place place = placeOf(controller);
      had.computeIfAbsent(
          place, p -> unified.stream().filter(c -> refusal(c, p, trial).isEmpty()).toList());
    }
    Optional<Map.Entry<Place, List<Controller>>> best =
        had.entrySet().stream().max(Comparator.comparingInt(e -> e.getValue().size()));
    for (Controller controller : unified) {
      places.remove(controller);
      if (best.orElseThrow().getValue().contains(controller)) {
        places.put(controller, best.get().getKey());
      } else {
        refusals.put(
            controller,
            best.get().getKey().parent() + " does not pass the controller on to its groups");
      }
    }
  }

  private Place placeOf(Controller controller) {
    Place place = places.get(controller);
    if (place == null) {
      throw new IllegalStateException("no place for " + controller);
    }
    return place;
  }

  Map<Controller, Place> places() {
    return Map.copyOf(places);
  }

  /** Why a controller cannot be used here, as a clause; empty when it can. */
  Optional<String> refusal(Controller controller) {
    return Optional.ofNullable(refusals.get(controller));
  }

  /** The name of a group of this prover's. */
  String name(String of) {
    return prefix + of;
  }

  private List<Place> distinct() {
    return places.values().stream().distinct().toList();
  }

  /** Nearest to the prover's own group first: there the host's owner may have left it room. */
  private static List<Place> candidates(
      Controller controller, List<Mount> mounts, List<String> own) {
    List<Place> candidates = new ArrayList<>();
    for (Mount mount : mounts) {
      if (!mount.unified() && !mount.options().contains(controller.word)) {
        continue;
      }
      Path group = mount.at().resolve(mount.below(ownPath(mount, controller, own)));
      for (@Nullable Path at = group;
          at != null && at.startsWith(mount.at());
          at = at.getParent()) {
        candidates.add(new Place(mount.unified(), at));
      }
    }
    return candidates;
  }

  private static String ownPath(Mount mount, Controller controller, List<String> own) {
    for (String line : own) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3
          && (mount.unified()
              ? parts[0].equals("0") && parts[1].isEmpty()
              : List.of(parts[1].split(",", -1)).contains(controller.word))) {
        return parts[2];
      }
    }
    return "/";
  }

  private Optional<String> refusal(Controller controller, Place place, String trial) {
    try {
      if (place.unified() && !passesOn(place.parent(), controller)) {
        return Optional.of(place.parent() + " does not pass the controller on to its groups");
      }
      Path group = Files.createDirectory(place.parent().resolve(name(trial + ".try")));
      try {
        Path limit = group.resolve(place.unified() ? controller.unified : controller.first);
        if (!Files.exists(limit)) {
          return Optional.of(group.getParent() + " has no " + limit.getFileName());
        }
        Files.writeString(limit, controller.trial);
        return Optional.empty();
      } finally {
        Files.delete(group);
      }
    } catch (AccessDeniedException e) {
      return Optional.of(place.parent() + " is not for this user to make groups in");
    } catch (FileSystemException e) {
      String reason = e.getReason();
      return Optional.of(place.parent() + ": " + (reason == null ? e.getMessage() : reason));
    } catch (IOException e) {
      return Optional.of(place.parent() + ": " + e.getMessage());
    }
  }

  private static boolean passesOn(Path group, Controller controller) throws IOException {
    Path file = group.resolve("cgroup.subtree_control");
    return Files.exists(file)
        && List.of(Files.readString(file).strip().split(" ", -1)).contains(controller.word);
  }

  private static void sweep(Kernel kernel, Path parent) throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, "sluice-*")) {
      for (Path group : groups) {
        Matcher name = NAME.matcher(group.getFileName().toString());
        if (name.matches()
            && !started(kernel, Long.parseLong(name.group(1))).equals(Optional.of(name.group(2)))) {
          takeAway(group);
        }
      }
    }
  }

  /** Ends what runs in a group and removes it, if the kernel lets go of it at once. */
  private static void takeAway(Path group) throws IOException {
    for (Path part : List.of(group.resolve("app"), group.resolve("channel"), group)) {
      Path members = part.resolve("cgroup.procs");
      if (Files.exists(members)) {
        for (String pid : Files.readAllLines(members)) {
          // 0 is somebody in another namespace.
          ProcessHandle.of(Long.parseLong(pid))
              .filter(_ -> !pid.equals("0"))
              .ifPresent(
                  process -> {
                    process.destroyForcibly();
                    process
                        .onExit()
                        .orTimeout(2, TimeUnit.SECONDS)
                        .exceptionally(_ -> process)
                        .join();
                  });
        }
      }
      try {
        Files.deleteIfExists(part);
      } catch (FileSystemException e) {
        return; // still busy: its turn comes with the next prover
      }
    }
  }

  /** When a process started, in the kernel's ticks since boot; empty when there is none. */
  private static Optional<String> started(Kernel kernel, long pid) {
    try {
      String stat =
          Files.readString(
              kernel.processes().resolve(Long.toString(pid)).resolve("stat"),
              StandardCharsets.ISO_8859_1);
      return Stream.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
          .skip(19)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * A mounted hierarchy.
   *
   * @param root which group is seen at the mount point
   */
  private record Mount(boolean unified, Path root, Path at, List<String> options) {
    static Optional<Mount> read(String line) {
      String[] halves = line.split(" - ", 2);
      String[] first = halves[0].split(" ", -1);
      String[] second = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
      if (first.length < 6 || second.length < 3 || !second[0].startsWith("cgroup")) {
        return Optional.empty();
      }
      return Optional.of(
          new Mount(
              second[0].equals("cgroup2"),
              Path.of(first[3]),
              Path.of(first[4]),
              List.of(second[2].split(",", -1))));
    }

    /** A group's path below the mount point; the mount point itself when it is not below. */
    Path below(String group) {
      Path path = Path.of(group);
      return path.startsWith(root) ? root.relativize(path) : Path.of("");
    }
  }
}
