package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline file on its way to a server of this process, and what people say to it there. */
class ApplyTest {
  private static final String PIPELINE =
      """
      sluice: 1
      product: filter
      artifacts:
        filter:
          kind: application
          at: /var/lib/filter/filter.bin
          releases: { "1": build/filter-1 }
          build: [./build.sh]
          verbs: { take: [f, take], in-force: [f, in-force], probe: [f, probe] }
        words:
          kind: data
          for: filter
          at: /var/lib/filter/words
          size: 64 KiB
          known-bad:
            - { release: "2", file: words/blind, goes-red: catches }
      environments:
        guest:
          driver: qemu
          image: { script: guest.sh }
          stands-for: { os: debian }
      suites:
        smoke:
          - catches: samples/threat
          - leaves-alone: samples/clean
      """;

  @TempDir private Path home;
  private @Nullable LocalServer server;

  @BeforeEach
  void lay() throws IOException {
    write("sluice.yaml", PIPELINE);
    write("build.sh", "#!/bin/sh\nmkdir -p build && echo one > build/filter-1\n");
    assertThat(home.resolve("build.sh").toFile().setExecutable(true)).isTrue();
    for (String file :
        new String[] {"words/blind", "guest.sh", "samples/threat", "samples/clean/a"}) {
      write(file, file);
    }
    server = LocalServer.start(home.resolve("data"));
  }

  @AfterEach
  void close() throws Exception {
    server().close();
  }

  @Test
  void aFirstFileIsBuiltSentAndInUse() {
    Shell.Ended applied = admin("apply", home.resolve("sluice.yaml"));
    assertThat(applied.status()).as(applied.err()).isZero();
    assertThat(applied.err()).contains("building build/filter-1", "sent 6 of 6 files");
    assertThat(applied.out())
        .contains("the first pipeline file of filter: filter, words, proven in guest")
        .contains("It is in use.");

    Shell.Ended again = admin("apply", home.resolve("sluice.yaml"));
    assertThat(again.status()).isZero();
    assertThat(again.err()).doesNotContain("sent");
  }

  @Test
  void whatIsWeakerWaitsUntilAnotherPersonAgrees() throws IOException {
    assertThat(admin("apply", home.resolve("sluice.yaml")).status()).isZero();
    write("sluice.yaml", PIPELINE.replace("64 KiB", "128 KiB"));

    Shell.Ended tried = admin("apply", home.resolve("sluice.yaml"), "--dry-run");
    assertThat(tried.status()).isEqualTo(1);
    assertThat(tried.out())
        .contains("weaker  words: size is 128 KiB, and was 64 KiB")
        .contains("It would wait for another person");
    assertThat(admin("pipeline", "ls", "--product", "filter").out()).doesNotContain("waiting");

    Shell.Ended applied = admin("apply", home.resolve("sluice.yaml"));
    assertThat(applied.status()).isEqualTo(1);
    String digits = applied.out().replaceAll("(?s).*sluice pipeline approve ([0-9a-f]+) .*", "$1");
    assertThat(digits).hasSize(12);

    Shell.Ended own = admin("pipeline", "approve", digits, "--product", "filter");
    assertThat(own.status()).isEqualTo(2);
    assertThat(own.err()).contains("another person");

    Path token = home.resolve("ben.token");
    assertThat(
            admin("token", "create", "--name", "ben", "--role", "approver", "--out", token)
                .status())
        .isZero();
    Shell.Ended approved =
        server()
            .shell(home, Map.of())
            .run("pipeline", "approve", digits, "--product", "filter", "--token-file", token);
    assertThat(approved.status()).as(approved.err()).isZero();
    assertThat(approved.out()).contains("It is in use; ben agreed.");
    assertThat(admin("pipeline", "show", "--product", "filter", "--json").out())
        .contains("\"approved-by\" : \"ben\"");
  }

  @Test
  void aProposalIsRejectedWithAReason() throws IOException {
    assertThat(admin("apply", home.resolve("sluice.yaml")).status()).isZero();
    write("sluice.yaml", PIPELINE.replace("64 KiB", "128 KiB"));
    String json = admin("apply", home.resolve("sluice.yaml"), "--json").out();
    String digits = json.replaceAll("(?s).*\"bundle\" : \"([0-9a-f]{64})\".*", "$1");
    Shell.Ended rejected =
        admin("pipeline", "reject", digits, "--product", "filter", "--reason", "too lax");
    assertThat(rejected.status()).as(rejected.err()).isZero();
    assertThat(rejected.out()).contains("It was rejected: too lax.");
    assertThat(admin("pipeline", "approve", digits, "--product", "filter").status()).isEqualTo(1);
    assertThat(admin("pipeline", "show", "abcdef", "--product", "filter").status()).isEqualTo(2);
  }

  @Test
  void whatCannotBeTakenAlongIsToldAndNothingIsSent() throws IOException {
    Files.delete(home.resolve("samples/threat"));
    Shell.Ended lacking = admin("apply", home.resolve("sluice.yaml"));
    assertThat(lacking.status()).isEqualTo(2);
    assertThat(lacking.err()).contains("samples/threat is not there");

    write("build.sh", "#!/bin/sh\necho no compiler >&2; exit 3\n");
    Files.deleteIfExists(home.resolve("build/filter-1"));
    Shell.Ended failed = admin("apply", home.resolve("sluice.yaml"));
    assertThat(failed.status()).isEqualTo(3);
    assertThat(failed.err()).contains("no compiler");

    write("sluice.yaml", PIPELINE.replace("os: debian", ""));
    assertThat(admin("apply", home.resolve("sluice.yaml")).status()).isEqualTo(2);
    assertThat(admin("pipeline", "ls", "--product", "filter").out()).doesNotContain("in-use");
  }

  private void write(String path, String text) throws IOException {
    Path at = home.resolve(path);
    Files.createDirectories(at.getParent());
    Files.writeString(at, text);
  }

  private Shell.Ended admin(Object... words) {
    Map<String, String> token = new HashMap<>(Map.of("SLUICE_TOKEN", server().adminToken()));
    return server().shell(home, token).run(words);
  }

  private LocalServer server() {
    return Objects.requireNonNull(server);
  }
}
