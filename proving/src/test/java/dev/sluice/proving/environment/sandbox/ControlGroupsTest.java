package dev.sluice.proving.environment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proving.environment.sandbox.ControlGroups.Controller;
import dev.sluice.proving.environment.sandbox.ControlGroups.Kernel;
import dev.sluice.proving.environment.sandbox.ControlGroups.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Finding the place for groups, on folders that look like a kernel's; real kernels are elsewhere.
 */
class ControlGroupsTest {
  @TempDir private Path folder;
  private Path mounts;
  private Path own;

  @BeforeEach
  void kernel() throws IOException {
    mounts = Files.writeString(folder.resolve("mountinfo"), "");
    own = Files.writeString(folder.resolve("cgroup"), "");
  }

  private ControlGroups found() throws IOException {
    return ControlGroups.find(new Kernel(mounts, own, folder.resolve("proc")), 1234, "t");
  }

  private void mount(String at, String root, String type, String options) throws IOException {
    Files.createDirectories(folder.resolve(at));
    Files.writeString(
        mounts,
        Files.readString(mounts)
            + "30 24 0:26 %s %s rw,relatime shared:9 - %s cgroup rw,%s\n"
                .formatted(root, folder.resolve(at), type, options));
  }

  @Test
  void aHostWithoutControlGroupsHasNone() throws Exception {
    ControlGroups groups = found();
    assertThat(groups.places()).isEmpty();
    for (Controller controller : Controller.values()) {
      assertThat(groups.refusal(controller))
          .contains("no control group of this host has the controller " + controller.word());
    }
  }

  @Test
  void aFolderThatOnlyLooksLikeAControllerIsNone() throws Exception {
    mount("memory", "/", "cgroup", "memory");

    assertThat(found().refusal(Controller.MEMORY))
        .contains(folder.resolve("memory") + " has no memory.limit_in_bytes");
    assertThat(folder.resolve("memory")).isEmptyDirectory();
  }

  @Test
  void aGroupThatPassesNothingOnIsNone() throws Exception {
    mount("unified", "/", "cgroup2", "nsdelegate");
    Files.writeString(folder.resolve("unified/cgroup.subtree_control"), "cpu io\n");

    assertThat(found().refusal(Controller.PROCESSES))
        .contains(folder.resolve("unified") + " does not pass the controller on to its groups");
    assertThat(found().refusal(Controller.CPU))
        .contains(folder.resolve("unified") + " has no cpu.max");
  }

  @Test
  void aMalformedListOfMountsIsPassedOver() throws Exception {
    Files.write(
        mounts, List.of("", " - ", "1 2 3", "30 24 0:26 / /x rw - ", "a b c d e f - cgroup"));
    Files.write(own, List.of("", ":", "x"));

    assertThat(found().places()).isEmpty();
  }

  @Test
  void namesCarryTheProver() throws Exception {
    Path process = Files.createDirectories(folder.resolve("proc/1234"));
    Files.writeString(
        process.resolve("stat"),
        "1234 (a ) b) S 1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 777 0 0 0\n");

    assertThat(found().name("run-1.one")).isEqualTo("sluice-1234-777-run-1.one");
  }

  @Test
  void thisHostsPlacesAreRealOnes() throws Exception {
    ControlGroups groups = ControlGroups.find(Kernel.HERE, ProcessHandle.current().pid(), "real");
    for (Place place : groups.places().values()) {
      assertThat(place.parent()).isDirectory();
    }
    assertThat(Groups.of(ProcessHandle.current().pid())).isEmpty();
  }
}
