package dev.sluice.trust.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.trust.canonical.CombinationJson;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The few lines of shell in docs/formats, run as they stand there: openssl judges what we made. */
class OutsideJavaTest {
  private static final Path FORMATS =
      Path.of(Objects.requireNonNullElse(System.getProperty("basedir"), "."))
          .resolve("../docs/formats");

  @TempDir private Path home;

  /** What a snippet of a page, found by its first line, did. */
  private record Outcome(int exit, String output) {}

  private Outcome run(String page, String name, String... arguments)
      throws IOException, InterruptedException {
    String text = Files.readString(FORMATS.resolve(page));
    int begin = text.indexOf("```sh\n# " + name);
    assertThat(begin).as("%s in %s", name, page).isNotNegative();
    Path script = home.resolve(name);
    Files.writeString(script, text.substring(begin + 6, text.indexOf("```", begin + 6)));
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  private Outcome verify(byte[] file, Path publicKey) throws IOException, InterruptedException {
    Path proof = Files.write(home.resolve("x.proof.json"), file);
    return run("proof.md", "verify.sh", proof.toString(), publicKey.toString());
  }

  @Test
  void opensslVerifiesOurProofsAndRefusesAlteredOnes() throws Exception {
    Keyring keyring = new Keyring(home.resolve("keys"));
    LabKey key = keyring.create("lab");
    keyring.create("other");
    byte[] proof = Proof.sign(Samples.passed(), key);
    String altered =
        new String(proof, StandardCharsets.UTF_8)
            .replaceFirst("payload\":\"eyJf", "payload\":\"eyJg");

    assertThat(verify(proof, keyring.publicFile("lab")))
        .isEqualTo(new Outcome(0, "Signature Verified Successfully"));
    assertThat(verify(proof, keyring.publicFile("other")).exit()).isNotZero();
    assertThat(verify(altered.getBytes(StandardCharsets.UTF_8), keyring.publicFile("lab")))
        .isNotEqualTo(new Outcome(0, "Signature Verified Successfully"));
    Outcome failedRun = verify(Proof.sign(Samples.failed(), key), keyring.publicFile("lab"));
    assertThat(failedRun.output()).isEqualTo("Signature Verified Successfully");
    assertThat(failedRun.exit())
        .as("the signature of a failed run is good, its result is not")
        .isOne();
  }

  @Test
  void aKeyThatOpensslMadeSignsHere() throws Exception {
    Path folder = home.resolve("keys");
    new Keyring(folder).create("first");
    assertThat(run("keys.md", "make-key.sh", folder.resolve("lab").toString()).exit()).isZero();
    LabKey key = new Keyring(folder).open("lab");

    assertThat(verify(Proof.sign(Samples.passed(), key), folder.resolve("lab.pub")).exit())
        .isZero();
  }

  @Test
  void aKeyIdComesOutTheSame() throws Exception {
    Keyring keyring = new Keyring(home.resolve("keys"));
    LabKey key = keyring.create("lab");

    assertThat(run("keys.md", "key-id.sh", keyring.publicFile("lab").toString()))
        .isEqualTo(new Outcome(0, key.id().hex()));
  }

  @Test
  void aCombinationsDigestComesOutTheSame() throws Exception {
    byte[] sensor = {1, 2, 3};
    byte[] channel = {4, 5};
    Files.write(home.resolve("sensor.ko"), sensor);
    Files.write(home.resolve("channel.bin"), channel);
    CombinationJson combination =
        new CombinationJson(
            new CombinationJson.Part(new ArtifactName("sensor"), Sha256.of(sensor)),
            List.of(new CombinationJson.Part(new ArtifactName("channel"), Sha256.of(channel))));

    assertThat(run("combination.md", "combination-digest.sh"))
        .isEqualTo(new Outcome(0, combination.digest().hex()));
  }

  @Test
  void thePagesNameTheDigestsOfTheGoldenFiles() throws Exception {
    for (String name :
        List.of("format-1.proof.json", "format-1.one-way.proof.json", "format-1.failed.json")) {
      assertThat(Files.readString(FORMATS.resolve("proof.md")))
          .contains("`" + name + "` | `" + Sha256.of(GoldenKey.resource(name)) + "`");
    }
    String combination = new String(GoldenKey.resource("combination.json"), StandardCharsets.UTF_8);
    assertThat(Files.readString(FORMATS.resolve("combination.md"))).contains(combination);
    assertThat(Files.readString(FORMATS.resolve("keys.md")))
        .contains("`" + Sha256.of(GoldenKey.resource("golden.pub")) + "`");
  }
}
