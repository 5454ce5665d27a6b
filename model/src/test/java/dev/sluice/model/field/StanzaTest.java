package dev.sluice.model.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.pipeline.Pipeline;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StanzaTest {
  private static SortedMap<String, String> facts(String reports) {
    return FieldFixture.hosts(1, reports).facts();
  }

  private static List<String> stanza(String reports) {
    return Stanza.of(FieldFixture.pipeline(), facts(reports));
  }

  @Test
  void theNearestRecipeLendsWhatTheyShare() {
    assertThat(stanza("os=debian version=13 locale=de_DE.UTF-8"))
        .containsExactly(
            "debian-13-de-de:",
            "  driver: qemu",
            "  image:",
            "    debian:",
            "      suite: trixie",
            "      packages: [scanner, auditd]",
            "      locale: de_DE.UTF-8",
            "  memory: 512 MiB",
            "  stands-for: { os: debian, version: \"13\", locale: de_DE.UTF-8 }");
    assertThat(stanza("os=debian version=11 locale=de_DE.UTF-8"))
        .contains(
            "      files:",
            "        guest/a: /etc/a",
            "  memory: 768 MiB",
            "  healthy: { units: [scanner.service] }");
  }

  @Test
  void aSystemThatNobodyCanBuildIsYourOwnDiskOrMachine() {
    assertThat(stanza("os=ubuntu version=24.04"))
        .contains("  driver: qemu", "  image: { disk: images/ubuntu-24.04.qcow2 }");
    assertThat(stanza("os=debian version=12.9 architecture=aarch64"))
        .contains("  image: { disk: images/debian-12.9-aarch64.qcow2 }", "  architecture: arm64");
    assertThat(stanza("os=windows version=11"))
        .contains("  driver: machine", "  shell: powershell", "  inputs: C:\\sluice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os=debian version=13",
        "os=debian version=11.4 locale=de_DE.UTF-8",
        "os=debian version=12 architecture=arm64",
        "os=windows version=11",
        "os=macos version=15.1",
        "os=12 version=true",
        "os=debian version=11 locale=German,standard",
        "version=13",
        "kernel=6.1.0-18-amd64",
        "os=\"x\\y version={}"
      })
  void withItTheFileIsValidAndTheHostsHaveAnEnvironment(String reports) {
    Pipeline with = with(stanza(reports));

    assertThat(with.environments()).hasSize(4);
    assertThat(with.environments().getLast().standsFor()).isEqualTo(facts(reports));
    var census = new Census(with);
    assertThat(census.add(new HostGroup(facts(reports), FieldFixture.hosts(1, "").runs(), 1)))
        .isTrue();
    assertThat(census.coverage().stranded()).isZero();
  }

  private static Pipeline with(List<String> stanza) {
    String name = stanza.getFirst().replace(":", "");
    return FieldFixture.parsed(
        FieldFixture.HEAD.replace(
                "[debian-11, turkish]", "[debian-11, turkish, %s]".formatted(name))
            + FieldFixture.ENVIRONMENTS
            + stanza.stream().map(line -> "  " + line + "\n").collect(Collectors.joining()));
  }

  @Test
  void aNameThatIsTakenGetsANumber() {
    assertThat(stanza("os=debian-11").getFirst()).isEqualTo("debian-11-2:");
    assertThat(stanza("os=Ωμέγα").getFirst()).isEqualTo("hosts:");
  }
}
