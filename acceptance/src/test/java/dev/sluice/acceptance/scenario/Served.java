package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that somebody runs, to its end; clients on the same desk find it by their settings. */
final class Served implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern ADDRESS = Pattern.compile("(?m)^Sluice is at (https?://\\S+)$");
  private static final Pattern FINGERPRINT = Pattern.compile("fingerprint +([0-9a-f]{64})");

  private final Desk desk;
  private final Call call;
  private final String url;
  private final String fingerprint;

  private Served(Desk desk, Call call, String url, String fingerprint) {
    this.desk = desk;
    this.call = call;
    this.url = url;
    this.fingerprint = fingerprint;
  }

  /** Starts one on a port of its choice, unless the words name another. */
  static Served start(Desk desk, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "serve";
    System.arraycopy(words, 0, all, 1, words.length);
    Call call = desk.startSluice(all);
    // The last line of what it says first.
    String said =
        Until.found(
            "a server",
            LIMIT,
            () -> {
              assertThat(call.isRunning()).as(call.out() + call.err()).isTrue();
              return Optional.of(call.out()).filter(out -> out.contains("Ctrl-C ends it."));
            });
    Matcher address = ADDRESS.matcher(said);
    assertThat(address.find()).as(said).isTrue();
    Matcher fingerprint = FINGERPRINT.matcher(said);
    var served =
        new Served(desk, call, address.group(1), fingerprint.find() ? fingerprint.group(1) : "");
    desk.with("SLUICE_URL", served.url).with("SLUICE_TOKEN", served.adminToken());
    if (!served.fingerprint.isEmpty()) {
      desk.with("SLUICE_FINGERPRINT", served.fingerprint);
    }
    return served;
  }

  String url() {
    return url;
  }

  String port() {
    return url.substring(url.lastIndexOf(':') + 1);
  }

  String fingerprint() {
    return fingerprint;
  }

  String adminToken() {
    try {
      return Files.readString(data().resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As its operator does it: a file, and no restart. */
  void trust(String name, String publicKey) {
    try {
      Files.writeString(data().resolve("labs").resolve(name + ".pub"), publicKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the public keys of labs are that it believes. */
  Path labs() {
    return data().resolve("labs");
  }

  private Path data() {
    return desk.home().resolve(".local/share/sluice/server");
  }

  /** As when the power fails. */
  void kill() {
    call.signal("KILL");
    var _ = call.ended();
  }

  @Override
  public void close() {
    if (call.isRunning()) {
      call.signal("TERM");
      var _ = call.ended();
    }
  }
}
