package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may do what at a server, and the manual's way with nothing but curl; no machine boots. */
@Tag("vm")
class ServerAccessTest {
  private static final String PRODUCT = "kernel-sensor";

  private static String token(Desk desk, String name, String role) {
    Path file = desk.home().resolve(name + "-" + role + ".token");
    Ended made =
        desk.sluice("token", "create", "--name", name, "--role", role, "--out", file.toString());
    assertThat(made.status()).as(made.out() + made.err()).isZero();
    assertThat(made.out()).as("secrets on the screen").isEmpty();
    return file.toString();
  }

  private static Ended submit(Desk desk, Example example, String token, String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "submit",
                "channel",
                "292",
                example.channel("292"),
                "--product",
                PRODUCT,
                "--token-file",
                token));
    words.addAll(List.of(more));
    return desk.sluice(words.toArray(String[]::new));
  }

  @Test
  void rolesRefuseAndTheSecondPersonIsAnotherOne() {
    try (Desk desk = Desk.open()) {
      Example example = Example.copyOn(desk);
      try (Served _ = Served.start(desk, "--listen", "127.0.0.1:0", "--no-runner")) {
        assertThat(desk.sluice("apply", example.pipeline()).status()).isZero();
        String viewer = token(desk, "vera", "viewer");
        String submitter = token(desk, "sam", "submitter");
        String sameName = token(desk, "sam", "approver");
        String approver = token(desk, "anna", "approver");
        String[] approve = {
          "release", "approve", "channel", "292", "--product", PRODUCT, "--token-file"
        };

        Ended refused = submit(desk, example, viewer);
        Ended taken = submit(desk, example, submitter, "--urgent", "--reason", "attacks since 6");
        Ended again = submit(desk, example, submitter, "--urgent", "--reason", "attacks since 6");
        Ended himself = desk.sluice(with(approve, sameName));
        Ended agreed = desk.sluice(with(approve, approver));
        Ended listed = desk.sluice("token", "ls", "--token-file", approver);

        assertThat(refused.status()).as(refused.err()).isEqualTo(2);
        assertThat(taken.status()).as(taken.err()).isZero();
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.err()).contains("was submitted before");
        assertThat(himself.status()).as(himself.err()).isNotZero();
        assertThat(himself.err()).contains("somebody else has to agree");
        assertThat(agreed.status()).as(agreed.err()).isZero();
        assertThat(agreed.sentences()).contains("anna agreed");
        assertThat(listed.status()).as(listed.err()).isEqualTo(2);
      }
    }
  }

  @Test
  void aRunnerThatIsNotWantedEndsAndSaysWhy() {
    try (Desk desk = Desk.open().withoutLauncher();
        Served server =
            Served.start(desk, "--listen", "127.0.0.1:0", "--no-runner", "--make-certificate")) {
      String viewer = token(desk, "vera", "viewer");
      String runner = token(desk, "lab-1", "runner");

      Ended elsewhere =
          desk.sluice("runner", "--token-file", runner, "--fingerprint", "0".repeat(64));
      Ended stranger = desk.sluice("runner", "--token-file", viewer);

      assertThat(elsewhere.status()).as(elsewhere.err()).isEqualTo(2);
      assertThat(elsewhere.err())
          .contains("is not the server that was meant", server.fingerprint());
      assertThat(stranger.status()).as(stranger.err()).isEqualTo(2);
      assertThat(stranger.err()).contains("sluice runner: ");
    }
  }

  private static String[] with(String[] words, String last) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  @Test
  void theManualsWayWithCurlWorksAsWritten() throws IOException {
    String text = Files.readString(Desk.sources().resolve("docs/operating.md"));
    String block = text.substring(text.indexOf("TOKEN=$(cat"));
    String commands = block.substring(0, block.indexOf("```"));
    try (Desk desk = Desk.open()) {
      Example example = Example.copyOn(desk);
      try (Served server = Served.start(desk, "--listen", "127.0.0.1:0", "--no-runner")) {
        assertThat(desk.sluice("apply", example.pipeline()).status()).isZero();
        // Without a runner the stream of events would not end, and there is no result.
        String run =
            commands
                .lines()
                .filter(line -> !line.endsWith("/junit"))
                .map(line -> line.replace("http://127.0.0.1:8420", server.url()))
                .map(line -> line.replace("-N", "-N --max-time 3"))
                .collect(Collectors.joining("\n"));

        Ended curl =
            desk.start(List.of("bash", "-c", "cd '" + example.folder() + "'\n" + run)).ended();

        assertThat(curl.out())
            .contains("\"state\":\"submitted\"")
            .contains("event: release-submitted")
            .doesNotContain("\"detail\"");
        assertThat(
                desk.sluice("releases", "channel", "--product", PRODUCT, "--json")
                    .json()
                    .path("releases"))
            .hasSize(1);
      }
    }
  }
}
