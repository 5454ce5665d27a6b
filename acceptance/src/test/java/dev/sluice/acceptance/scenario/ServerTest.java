package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A team's server, its clients and its lab, each a process of its own. */
@Tag("vm")
class ServerTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  // Lab and server share this machine with the test.
  private static final int SECONDS = 120;
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final String PRODUCT = "kernel-sensor";
  private static final Pattern PUBLIC_KEY =
      Pattern.compile("-----BEGIN PUBLIC KEY-----\\n[^-]+-----END PUBLIC KEY-----\\n");

  private static void apply(Desk desk, Example example) {
    Ended applied = desk.sluice("apply", example.pipeline());
    assertThat(applied.status()).as(applied.out() + applied.err()).isZero();
  }

  private static Call submit(
      Desk desk, Example example, String version, String file, String... more) {
    return desk.startSluice(
        Stream.concat(
                Stream.of(
                    "submit", "channel", version, example.channel(file), "--product", PRODUCT),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static String state(Desk desk, String version) {
    return desk.sluice("release", "show", "channel", version, "--product", PRODUCT, "--json")
        .json()
        .path("state")
        .asString();
  }

  private static void isProven(Ended ended) {
    assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.sentences()).contains("channel 292 is proven and handed on");
  }

  @Test
  void aFirstDayFromServeToBothAnswers() throws IOException {
    try (Desk desk = Desk.open()) {
      Example example = Example.copyOn(desk).deadline(SECONDS);
      try (Served _ = Served.start(desk, "--listen", ANY_PORT)) {
        apply(desk, example);
        Path junit = desk.home().resolve("result.xml");

        Ended bad =
            submit(desk, example, "291", "291-bad", "--wait", "--junit", junit.toString())
                .endedWithin(LIMIT);
        Ended good = submit(desk, example, "292", "292", "--wait").endedWithin(LIMIT);

        assertThat(bad.status()).as(bad.out() + bad.err()).isEqualTo(1);
        assertThat(bad.sentences())
            .contains("channel 291 was stopped: with sensor 7.15 the kernel panicked");
        assertThat(Files.readString(junit)).contains("<failure", "the kernel panicked");
        isProven(good);
        Path kept = desk.home().resolve("kept");
        Ended channel = desk.sluice("channel", "channel", kept.toString(), "--product", PRODUCT);
        assertThat(channel.status()).as(channel.out() + channel.err()).isZero();
        assertThat(kept.resolve("current/content"))
            .hasSameBinaryContentAs(Path.of(example.channel("292")));
        assertThat(kept.resolve("current/proofs")).isDirectoryContaining("glob:**.proof.json");
        Path lab = desk.home().resolve(".local/share/sluice/keys/lab.pub");
        Ended believed =
            desk.sluice(
                "channel",
                "channel",
                kept.toString(),
                "--product",
                PRODUCT,
                "--trust",
                lab.toString());
        assertThat(believed.status()).as(believed.out() + believed.err()).isZero();
        Ended audit = desk.sluice("audit", "verify", "--product", PRODUCT);
        assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
      }
    }
  }

  @Test
  void aRunnerElsewhereProvesOverPinnedTls() {
    try (Desk desk = Desk.open();
        Desk lab = Desk.withOwnCache()) {
      Example example = Example.copyOn(desk).onlySensor("7.15").deadline(SECONDS);
      try (Served server =
          Served.start(desk, "--listen", ANY_PORT, "--make-certificate", "--no-runner")) {
        assertThat(server.url()).startsWith("https://");
        apply(desk, example);
        Path token = lab.home().resolve("lab.token");
        assertThat(
                desk.sluice(
                        "token",
                        "create",
                        "--name",
                        "lab-1",
                        "--role",
                        "runner",
                        "--out",
                        token.toString())
                    .status())
            .isZero();
        Ended stranger =
            lab.sluice(
                "whoami",
                "--server",
                server.url(),
                "--token-file",
                token.toString(),
                "--fingerprint",
                "0".repeat(64));
        Call call =
            lab.startSluice(
                "runner",
                "--server",
                server.url(),
                "--token-file",
                token.toString(),
                "--fingerprint",
                server.fingerprint());
        server.trust("lab-1", publicKey(call));
        Ended good = submit(desk, example, "292", "292", "--wait").endedWithin(LIMIT);

        assertThat(stranger.status()).isEqualTo(3);
        assertThat(stranger.err()).contains("is not the server that was meant");
        isProven(good);
        assertThat(good.err()).contains("lab-1");
        call.signal("TERM");
        var _ = call.ended();
      }
    }
  }

  /** As the runner prints it at its start. */
  private static String publicKey(Call runner) {
    return Until.found(
        "a public key",
        LIMIT,
        () -> PUBLIC_KEY.matcher(runner.out()).results().map(MatchResult::group).findFirst());
  }

  @Test
  @Tag("long")
  void aRestartInTheMiddleKeepsEverything() {
    try (Desk desk = Desk.open()) {
      Example example = Example.copyOn(desk).onlySensor("7.15").deadline(SECONDS);
      String port;
      Call waiting;
      try (Served server = Served.start(desk, "--listen", ANY_PORT)) {
        port = server.port();
        apply(desk, example);
        waiting = submit(desk, example, "292", "292", "--wait");
        var _ =
            Until.found(
                "a run under way",
                LIMIT,
                () -> Optional.of(waiting.err()).filter(said -> said.contains(" runs\n")));
        server.kill();
      }
      try (Served _ = Served.start(desk, "--listen", "127.0.0.1:" + port)) {
        isProven(waiting.endedWithin(LIMIT));
        assertThat(state(desk, "292")).isEqualTo("handed-on");
        Ended audit = desk.sluice("audit", "verify", "--product", PRODUCT);
        assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
      }
    }
  }
}
