package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ProofVerifyTest {
  private static final Digest SUITE = new Digest("ab".repeat(32));

  @TempDir private Path home;
  private Path channel = Path.of("");
  private Path proof = Path.of("");
  private Path failed = Path.of("");

  @BeforeEach
  void aLabProvesSomething() throws IOException {
    channel = Files.writeString(home.resolve("291.bin"), "record 0");
    var key = new Keyring(home.resolve(".local/share/sluice/keys")).create("lab");
    proof = home.resolve("sensor-7.15.proof.json");
    failed = home.resolve("sensor-7.15.failed.json");
    Files.write(proof, Proof.sign(statement(Result.PASSED), key));
    Files.write(failed, Proof.sign(statement(Result.FAILED), key));
  }

  private Statement statement(Result result) throws IOException {
    return statement(result, new Statement.Machine("qemu", "7.2.19", "tcg", "vm", List.of()));
  }

  private Statement statement(Result result, Statement.Machine machine) throws IOException {
    boolean passed = result == Result.PASSED;
    List<String> all = List.of("boots", "healthy", "reverts", "updates");
    var data = new Release(new ArtifactName("channel"), new Version("291"), Sha256.of(channel), 8);
    var application =
        new Release(
            new ArtifactName("sensor"), new Version("7.15"), new Digest("cd".repeat(32)), 9);
    return new Statement(
        new Statement.Run(
            result,
            Instant.parse("2026-02-03T04:05:06Z"),
            passed ? all : List.of(),
            passed ? List.of() : List.of("boots")),
        new Combination(application, List.of(data)),
        Set.of(),
        new Statement.Suite(
            "smoke",
            SUITE,
            List.of(
                new Statement.NegativeControl(
                    new ArtifactName("channel"), new Version("290"), "boots", null, null))),
        new Statement.Environment(
            "linux-6.1", SUITE, SUITE, new TreeMap<>(Map.of("os", "debian")), machine),
        new Statement.PipelineFile(SUITE, 1));
  }

  private Shell.Ended verify(Object... more) {
    Object[] words = new Object[more.length + 2];
    words[0] = "proof";
    words[1] = "verify";
    System.arraycopy(more, 0, words, 2, more.length);
    return new Shell(home).run(words);
  }

  @Test
  void aProofNamesTheKeyThatFittedAndWhatWasNotCompared() {
    Shell.Ended ended = verify(proof);

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out())
        .startsWith("● a proof: sensor 7.15 + channel 291 passed suite smoke, 4 checks.\n")
        .containsPattern("Signed by +lab \\([0-9a-f]{8}\\)")
        .contains("channel was not compared", "0 of 1 known-bad release shown red");
  }

  @Test
  void aProofOfASandboxNamesWhatWasNotBounded() throws IOException {
    Path sandboxed = home.resolve("sandboxed.proof.json");
    var machine =
        new Statement.Machine(
            "process", "1", "none", "process", List.of("50 % of a processor", "9 processes"));
    var lab = new Keyring(home.resolve(".local/share/sluice/keys")).open("lab");
    Files.write(sandboxed, Proof.sign(statement(Result.PASSED, machine), lab));

    assertThat(verify(sandboxed).out())
        .containsPattern("Isolation +process: no kernel of its own")
        .containsPattern("Unenforced +50 % of a processor\n +9 processes\n");
    var told = JsonMapper.shared().readTree(verify(sandboxed, "--json").out()).path("environment");
    assertThat(told.path("isolation").asString()).isEqualTo("process");
    assertThat(told.path("unenforced").path(1).asString()).isEqualTo("9 processes");
    assertThat(verify(proof).out()).containsPattern("Isolation +vm\n").doesNotContain("Unenforced");
  }

  @Test
  void theArtifactMustBeTheOneThatWasProven() throws IOException {
    Shell.Ended same = verify(proof, "--artifact", "channel=" + channel);
    assertThat(same.status()).isZero();
    assertThat(same.out()).contains("channel is the file that was proven");

    Path other = Files.writeString(home.resolve("other.bin"), "record 1");
    Shell.Ended different = verify(proof, "--artifact", "channel=" + other);
    assertThat(different.status()).isEqualTo(1);
    assertThat(different.out()).startsWith("▲ not accepted: ").contains("SHA-256");

    Shell.Ended unknown = verify(proof, "--artifact", "rules=" + channel);
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.out()).contains("says nothing of");
  }

  @Test
  void aFailedRunIsNoProof() {
    Shell.Ended ended = verify(failed);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).contains("failed run, not a proof");
  }

  @Test
  void onlyTheKeyGivenIsTrusted() {
    new Shell(home).run("keys", "new", "other");
    Path keys = home.resolve(".local/share/sluice/keys");

    assertThat(verify(proof, "--key", keys.resolve("lab.pub")).status()).isZero();
    assertThat(verify(proof, "--key", "lab").status()).isZero();
    Shell.Ended other = verify(proof, "--key", "other");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.out()).contains("no trusted key signed");
    assertThat(verify(proof, "--key", "other", "--key", "lab").status()).isZero();
  }

  @Test
  void whereNoKeyIsTrustedTheWayOutIsNamed() {
    Shell.Ended ended = new Shell(home.resolve("elsewhere")).run("proof", "verify", proof);

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).contains("no key is trusted", "~/.local/share/sluice/keys", "--key");
  }

  @Test
  void theAnswerIsThereAsJson() {
    var good = JsonMapper.shared().readTree(verify(proof, "--json").out());
    assertThat(good.path("proof").booleanValue()).isTrue();
    assertThat(good.path("signed-by").path(0).path("name").stringValue()).isEqualTo("lab");
    assertThat(good.path("combination").path("application").path("version").stringValue())
        .isEqualTo("7.15");

    var bad = JsonMapper.shared().readTree(verify(failed, "--json").out());
    assertThat(bad.path("proof").booleanValue()).isFalse();
    assertThat(bad.path("cause").stringValue()).contains("not a proof");
  }

  @Test
  void whatCannotBeReadIsWrongUseAndNotANo() {
    assertThat(verify(home.resolve("absent")).status()).isEqualTo(2);
    assertThat(verify(home).status()).isEqualTo(2);
    assertThat(verify(proof, "--key", "absent").status()).isEqualTo(2);
    assertThat(verify(proof, "--artifact", "channel").status()).isEqualTo(2);
    assertThat(verify(proof, "--artifact", "channel=" + home.resolve("absent")).status())
        .isEqualTo(2);
    Shell.Ended twice =
        verify(proof, "--artifact", "channel=" + channel, "--artifact", "channel=" + channel);
    assertThat(twice.status()).isEqualTo(2);
    assertThat(twice.err()).contains("given twice");
  }
}
