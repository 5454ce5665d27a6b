package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Data that Debian carries, used by real programs in a sandbox. Its root is made once. */
@Tag("vm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxTest {
  private final Desk desk = Desk.open();
  private final Example example = Example.copyOf("debian-data", desk);

  @BeforeAll
  void build() {
    build("geoip-database");
  }

  @AfterAll
  void close() {
    desk.close();
  }

  private void build(String data) {
    Ended built = desk.start(List.of(example.file("build.sh").toString(), data)).ended();
    assertThat(built.status()).as(built.err()).isZero();
  }

  private Ended prove(String data, String version, String file, Path out) {
    return desk.sluice(
        "prove",
        data,
        version,
        example.file(file).toString(),
        "--json",
        "--pipeline",
        example.file(data + ".yaml").toString(),
        "--out",
        out.toString());
  }

  private Path out(String name) {
    return desk.home().resolve(name);
  }

  @Test
  void aReleaseThatTheProgramWorksWithPassesAsOneInASandbox() {
    Path out = out("good");

    Ended ended = prove("geoip-database", "20191224", "build/geoip-database-20191224.dat", out);

    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    JsonNode run = Result.of(ended).onlyRun();
    assertThat(Result.checks(run))
        .contains("boots passed", "countries-told passed", "private-left passed", "reverts passed");
    assertThat(run.path("unenforced").valueStream().map(JsonNode::asString))
        .anyMatch(bound -> bound.startsWith("32 MiB of disk at every moment"));
    assertThat(Result.schemaProblems(ended.out())).isEmpty();
    assertThat(statement(Trees.files(out, ".proof.json").getFirst()))
        .contains("\"isolation\":\"process\"", "\"driver\":\"process\"")
        .contains("\"unenforced\":[", "32 MiB of disk at every moment");
  }

  private static String statement(Path proof) {
    String payload = JsonMapper.shared().readTree(proof.toFile()).path("payload").asString();
    return new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
  }

  @Test
  void aReleaseThatIsCutShortIsStoppedThoughTheProgramEndsWithZero() {
    Path out = out("bad");

    Ended ended = prove("geoip-database", "20250402", "known-bad/geoip-database-cut.dat", out);

    assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(1);
    assertThat(Result.of(ended).lastCheck()).isEqualTo("countries-told failed");
    assertThat(Result.of(ended).onlyRun().path("control-passed").asBoolean()).isTrue();
    assertThat(Trees.files(out, ".proof.json")).isEmpty();
  }

  @Test
  void theSameContentUnderAnotherVersionIsNotProvenAgain() {
    Path out = out("same");

    Ended ended = prove("geoip-database", "20230203", "build/geoip-database-20230203.dat", out);

    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    assertThat(Result.of(ended).result()).isEqualTo("identical");
    assertThat(Result.of(ended).cause())
        .contains("is byte for byte geoip-database 20250401, which hosts run");
    assertThat(out).doesNotExist();
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "tzdata, tar, 2024a 2026b 2026f",
    "ca-certificates, crt, 20210119 20230311 20250419",
    "publicsuffix, dat, 20220811.1734 20230209.2326 20250328.1952",
    "geoip-database, dat, 20191224 20230203 20250401"
  })
  void everyReleaseOfDebianPassesAndTheKnownBadOneIsRed(
      String data, String ending, String versions) {
    build(data);
    Ended controls =
        desk.sluice(
            "prove",
            "--negative-controls",
            "--json",
            "--pipeline",
            example.file(data + ".yaml").toString());
    assertThat(controls.status()).as(controls.out() + controls.err()).isZero();
    for (String version : versions.split(" ", -1)) {
      String file = "build/" + data + "-" + version + "." + ending;
      Ended ended = prove(data, version, file, out(data));
      assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    }
  }
}
