package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is proven when the candidate is an application, the first, one-way, or short of time. */
@Tag("vm")
class CourseTest {
  private final Desk desk = Desk.open();
  private final Example example = Example.copyOn(desk);

  @AfterEach
  void close() {
    desk.close();
  }

  private Ended prove(String artifact, String version, String file, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("prove", artifact, version, file, "--pipeline", example.pipeline()));
    words.addAll(List.of(more));
    return desk.sluice(words.toArray(String[]::new));
  }

  @Test
  void anApplicationGoesThroughTheRegressionSuiteWithEveryChannelThatHostsRun() {
    // A release that was never in the field, from the same source.
    example
        .replace(
            "build.sh",
            "for release in 7.11 7.15 7.16; do\n  [ -e",
            "for release in 7.17; do\n  [ -e")
        .replace("build.sh", "[ $release != 7.16 ]", "[ $release != 7.17 ]")
        .replace("sensor/sensor.c", "SENSOR_VERSION == 716", "SENSOR_VERSION == 717")
        .replace("sensor/sensor.c", "\"7.16\"", "\"7.17\"");
    Ended built = desk.start(List.of(example.file("build.sh").toString())).ended();
    assertThat(built.status()).as(built.err()).isZero();

    Ended ended = prove("sensor", "7.17", example.sensor("7.17"), "--json");

    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(Result.of(ended).json().at("/suite/name").asString()).isEqualTo("regression");
    assertThat(Result.of(ended).checks())
        .contains("installs passed", "boots passed", "survives-reboot passed", "reverts passed");
    assertThat(Result.of(ended).onlyRun().at("/combination/data/0/version").asString())
        .isEqualTo("290");
  }

  @Test
  void aOneWayReleaseRecoversForwardToItsFloor() {
    example
        .onlySensor("7.16")
        .inPipeline(
            "    size: 64 KiB\n",
            """
                size: 64 KiB
                one-way: ["291"]
                floor: { version: "290", file: channels/290.bin }
            """);

    Ended ended = prove("channel", "291", example.channel("291-fixed"), "--json");

    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(Result.of(ended).checks())
        .contains("recovers-forward passed")
        .doesNotContain("reverts passed");
    Path proof = Trees.files(desk.home(), ".proof.json").getFirst();
    assertThat(desk.sluice("proof", "verify", proof.toString()).sentences())
        .contains("recovers-forward");
    assertThat(statement(proof)).contains("\"stood-for-reverts\":\"recovers-forward\"");
  }

  /** What is signed, as text. */
  private static String statement(Path proof) {
    String payload = JsonMapper.shared().readTree(proof.toFile()).path("payload").asString();
    return new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
  }

  @Test
  void whatTheTimeBoxLeavesOutIsUnprovenWithItsHosts() {
    // Measured boots are what the box is cut by: those of a control run will do.
    assertThat(prove("channel", "291", example.channel("291-bad"), "--json").status()).isEqualTo(1);
    example.inPipeline("product: kernel-sensor\n", "product: kernel-sensor\ntime-box: 1 s\n");

    Ended ended = prove("channel", "291", example.channel("291-fixed"), "--json");

    assertThat(ended.status()).as(ended.out()).isZero();
    assertThat(Result.schemaProblems(ended.out())).isEmpty();
    assertThat(Result.of(ended).runs()).hasSize(1);
    assertThat(Result.of(ended).json().path("unproven").valueStream())
        .extracting(
            run -> run.at("/combination/application/version").asString(),
            run -> run.path("hosts").asInt())
        .containsExactlyInAnyOrder(tuple("7.16", 8450), tuple("7.11", 1550));
  }

  @Test
  void aFirstReleaseThatFailsTellsNothingForWantOfAControlRun() {
    example.onlySensor("7.15").inPipeline("    releases: { \"290\": channels/290.bin }\n", "");

    Ended ended = prove("channel", "291", example.channel("291-bad"), "--json");

    assertThat(ended.status()).as(ended.out()).isEqualTo(3);
    assertThat(Result.of(ended).cause()).contains("panicked").contains("no last known good");
    assertThat(Trees.files(desk.home(), ".failed.json")).isEmpty();
  }

  @Test
  void aFirstReleaseThatWorksIsProven() {
    // This sensor runs without a channel file too, by what the machine's image has.
    example.onlySensor("7.16").inPipeline("    releases: { \"290\": channels/290.bin }\n", "");

    Ended ended = prove("channel", "291", example.channel("291-fixed"));

    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    assertThat(Trees.files(desk.home(), ".proof.json")).hasSize(1);
  }

  @Test
  void dataWithoutAVersionAreKnownByTheirDigest() {
    // A sensor that names the digest of what it loaded.
    example
        .onlySensor("7.16")
        .inPipeline("    size: 64 KiB\n", "    size: 64 KiB\n    in-force: sha256\n")
        .inPipeline(
            "in-force: [sensorctl, in-force]",
            "in-force: \"set -- $(sha256sum /var/lib/sensor/channel.bin); echo channel $1\"");

    Ended ended = prove("channel", "291", example.channel("291-fixed"), "--json");

    assertThat(ended.status()).as(ended.out()).isZero();
  }

  @Test
  void aFolderWithSpacesAndCommasIsNoObstacle() throws IOException {
    Path odd = desk.home().resolve("channels, 'all'; $HOME");
    Files.move(example.folder(), odd);

    Ended ended =
        desk.sluice(
            "prove",
            "channel",
            "291",
            odd.resolve("channels/291-bad.bin").toString(),
            "--json",
            "--pipeline",
            odd.resolve("sluice.yaml").toString(),
            "--out",
            odd.resolve("out").toString());

    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("page fault in evaluate");
  }
}
