package dev.sluice.model.field;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts the environments of a pipeline stand for, and which they do not.
 *
 * @param hosts all of them
 * @param covered those for whom a proof would count
 * @param groups how many kinds of host there are, by what the environments tell apart
 * @param gaps the others, by what is missing; the most hosts first
 * @param absent releases that hosts run and the pipeline file does not have; the most hosts first
 * @param unused releases of the pipeline file that no host reports, of artifacts that hosts report
 * @param untold facts in which hosts differ and that no environment names, so that one proof counts
 *     for all of them
 */
public record Coverage(
    long hosts,
    long covered,
    int groups,
    List<Gap> gaps,
    List<Absent> absent,
    List<Running> unused,
    List<Untold> untold) {
  public Coverage {
    gaps = List.copyOf(gaps);
    absent = List.copyOf(absent);
    unused = List.copyOf(unused);
    untold = List.copyOf(untold);
  }

  /** Hosts for whom no proof would count. */
  public long stranded() {
    return hosts - covered;
  }

  /**
   * Hosts that lack the same thing.
   *
   * @param facts of their platform, as far as environments tell hosts apart by them
   */
  public record Gap(SortedMap<String, String> facts, Cause cause, long hosts) {
    public Gap {
      facts = new TreeMap<>(facts);
    }
  }

  /** Why no proof would count for a host. */
  public sealed interface Cause {
    /**
     * No environment stands for its platform.
     *
     * @param nearest the environment that comes nearest to it; null when none is of its system
     */
    record NoEnvironment(@Nullable Near nearest) implements Cause {}

    /** It runs releases that the pipeline file does not have. */
    record AbsentReleases(List<Running> releases) implements Cause {
      public AbsentReleases {
        releases = List.copyOf(releases);
      }
    }

    /**
     * An environment stands for its platform, but what it runs is installed in others.
     *
     * @param installedIn the environments that have the release
     */
    record InstalledElsewhere(Running release, List<String> installedIn) implements Cause {
      public InstalledElsewhere {
        installedIn = List.copyOf(installedIn);
      }
    }
  }

  /**
   * An environment that stands for other hosts.
   *
   * @param otherwise the facts that it names otherwise, as it names them
   */
  public record Near(String environment, SortedMap<String, String> otherwise) {
    public Near {
      otherwise = new TreeMap<>(otherwise);
    }
  }

  /** A release in the field that no proof speaks of. */
  public record Absent(Running release, long hosts) {}

  /**
   * A fact that no environment names.
   *
   * @param values how many different ones hosts report
   * @param orMore whether counting stopped there
   */
  public record Untold(String fact, int values, boolean orMore) {}
}
