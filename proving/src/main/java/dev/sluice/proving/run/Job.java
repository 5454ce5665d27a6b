package dev.sluice.proving.run;

import dev.sluice.proving.plan.PlannedRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A planned run with all it takes to make it.
 *
 * @param name for files and processes; unique among the jobs
 * @param before checks that passed already, such as {@code format}
 * @param controlCourse of the last known good; null when there is none
 */
public record Job(
    PlannedRun planned,
    String name,
    List<CheckResult> before,
    Course course,
    @Nullable Course controlCourse,
    Equipment equipment) {
  public Job {
    before = List.copyOf(before);
  }

  int checkCount() {
    return before.size() + course.checkNames().size();
  }
}
