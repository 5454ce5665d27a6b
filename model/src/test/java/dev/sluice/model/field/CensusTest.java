package dev.sluice.model.field;

import static dev.sluice.model.field.FieldFixture.coverage;
import static dev.sluice.model.field.FieldFixture.hosts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.model.field.Coverage.Cause;
import dev.sluice.model.field.Coverage.Gap;
import dev.sluice.model.field.Coverage.Near;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CensusTest {
  private static Running running(String artifact, String version) {
    return new Running(new ArtifactName(artifact), new Version(version));
  }

  @Test
  void hostsWhoseFactsAnEnvironmentNamesAreCovered() {
    Coverage coverage =
        coverage(
            hosts(300, "os=debian version=11 scanner:1.0"),
            hosts(700, "os=debian version=12 kernel=6.1 scanner:1.1 rules:2"));

    assertThat(coverage.hosts()).isEqualTo(1000);
    assertThat(coverage.covered()).isEqualTo(1000);
    assertThat(coverage.stranded()).isZero();
    assertThat(coverage.gaps()).isEmpty();
  }

  @Test
  void gapsComeLargestFirstWithTheEnvironmentThatIsNearest() {
    Coverage coverage =
        coverage(
            hosts(5, "os=windows version=11"),
            hosts(40, "os=debian version=13"),
            hosts(2, "os=debian version=13"),
            hosts(10, "os=debian version=12"));

    assertThat(coverage.gaps())
        .containsExactly(
            new Gap(
                new TreeMap<>(Map.of("os", "debian", "version", "13")),
                new Cause.NoEnvironment(
                    new Near("debian-12", new TreeMap<>(Map.of("version", "12")))),
                42),
            new Gap(
                new TreeMap<>(Map.of("os", "windows", "version", "11")),
                new Cause.NoEnvironment(null),
                5));
    assertThat(coverage.covered()).isEqualTo(10);
  }

  @Test
  void anEnvironmentOfAnotherSystemIsNotNear() {
    assertThat(coverage(hosts(1, "os=plan9 version=4")).gaps())
        .extracting(Gap::cause)
        .containsExactly(new Cause.NoEnvironment(null));
  }

  @Test
  void aFactThatAHostDoesNotReportIsNotGuessed() {
    assertThat(coverage(hosts(3, "os=debian scanner:1.0")).covered()).isZero();
  }

  @Test
  void aReleaseThatThePipelineFileDoesNotHaveStrandsItsHosts() {
    Coverage coverage =
        coverage(
            hosts(8, "os=debian version=11 scanner:0.9 rules:1"),
            hosts(4, "os=debian version=13 scanner:0.9"),
            hosts(20, "os=debian version=12 scanner:1.1 rules:7"));

    assertThat(coverage.absent())
        .containsExactly(
            new Coverage.Absent(running("rules", "7"), 20),
            new Coverage.Absent(running("scanner", "0.9"), 12));
    assertThat(coverage.gaps())
        .extracting(Gap::cause)
        .contains(
            new Cause.AbsentReleases(List.of(running("rules", "7"))),
            new Cause.AbsentReleases(List.of(running("scanner", "0.9"))));
    assertThat(coverage.covered()).isZero();
  }

  @Test
  void aReleaseInAnotherImageIsNotProvenForThesePlatforms() {
    Coverage coverage = coverage(hosts(9, "os=debian version=12 scanner:1.0"));

    assertThat(coverage.gaps())
        .extracting(Gap::cause)
        .containsExactly(
            new Cause.InstalledElsewhere(
                running("scanner", "1.0"), List.of("debian-11", "turkish")));
  }

  @Test
  void releasesThatNobodyRunsAndFactsThatNobodyTellsApartAreNamed() {
    Coverage coverage =
        coverage(
            hosts(1, "os=debian version=12 scanner:1.1 kernel=6.1"),
            hosts(1, "os=debian version=12 scanner:1.1 kernel=6.12"));

    assertThat(coverage.unused()).containsExactly(running("scanner", "1.0"));
    assertThat(coverage.untold()).containsExactly(new Coverage.Untold("kernel", 2, false));
    assertThat(coverage.groups()).isEqualTo(1);
  }

  @Test
  void whatIsKeptIsBoundedWhateverHostsReport() {
    var census = new Census(FieldFixture.pipeline());

    for (int i = 0; i < Census.MOST_GROUPS; i++) {
      assertThat(census.add(hosts(1, "os=os" + i + " serial=" + i))).isTrue();
    }

    assertThat(census.add(hosts(1, "os=one-more"))).isFalse();
    assertThat(census.add(hosts(1, "os=os1"))).isTrue();
    assertThat(census.coverage().hosts()).isEqualTo(Census.MOST_GROUPS + 1L);
    assertThat(census.coverage().untold())
        .containsExactly(new Coverage.Untold("serial", 1_000, true));
  }

  @Test
  void theOrderOfRowsChangesNoNumberAndEveryHostIsCoveredOrInOneGap() {
    var random = new Random(7);
    List<HostGroup> groups = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      groups.add(
          hosts(
              random.nextInt(50),
              "os=%s version=%d locale=%s scanner:1.%d rules:%d"
                  .formatted(
                      random.nextBoolean() ? "debian" : "other",
                      10 + random.nextInt(4),
                      random.nextBoolean() ? "tr_TR.UTF-8" : "C.UTF-8",
                      random.nextInt(3),
                      random.nextInt(4))));
    }
    Coverage one = coverage(groups.toArray(HostGroup[]::new));
    Collections.shuffle(groups, random);
    Coverage other = coverage(groups.toArray(HostGroup[]::new));

    assertThat(one.covered()).isPositive();
    assertThat(other.covered()).isEqualTo(one.covered());
    assertThat(other.gaps()).containsExactlyInAnyOrderElementsOf(one.gaps());
    assertThat(one.gaps().stream().mapToLong(Gap::hosts).sum()).isEqualTo(one.stranded());
  }
}
