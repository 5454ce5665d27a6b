package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
  private static final String PIN = "ab".repeat(32);

  @TempDir private Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void atHome() {
    environment.put("HOME", home.toString());
  }

  private ServerSettings settings(@Nullable String server, @Nullable Path tokenFile) {
    return settings(server, tokenFile, null, false);
  }

  private ServerSettings settings(
      @Nullable String server,
      @Nullable Path tokenFile,
      @Nullable String fingerprint,
      boolean insecure) {
    return ServerSettings.of(
        new ServerSettings.Options(server, tokenFile, fingerprint, insecure),
        environment,
        new Folders(environment));
  }

  private Path file(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text);
  }

  private static String token(ServerSettings settings) {
    return settings.token() == null ? "none" : settings.token().secret();
  }

  @Test
  void withNothingSaidItIsTheServerOfThisMachineAndItsAdmin() throws IOException {
    var _ = file(".local/share/sluice/server/admin.token", "of-admin\n");

    ServerSettings settings = settings(null, null);

    assertThat(settings.address()).hasToString("http://127.0.0.1:8420");
    assertThat(token(settings)).isEqualTo("of-admin");
  }

  @Test
  void theAdminOfThisMachineIsShownToNoOtherServer() throws IOException {
    var _ = file(".local/share/sluice/server/admin.token", "of-admin\n");

    assertThat(token(settings("https://elsewhere:8420", null))).isEqualTo("none");
  }

  @Test
  void theFileComesBeforeThisMachine() throws IOException {
    var _ = file(".config/sluice/my.token", "of-file");
    var _ =
        file(
            ".config/sluice/server",
            "# the team's\nurl = https://team:8420\ntoken-file = my.token\nfingerprint=" + PIN);

    ServerSettings settings = settings(null, null);

    assertThat(settings.address()).hasToString("https://team:8420");
    assertThat(settings.address().fingerprint()).hasToString(PIN);
    assertThat(token(settings)).isEqualTo("of-file");
  }

  @Test
  void theEnvironmentComesBeforeTheFileAndTheFilesTokenStaysWithItsServer() throws IOException {
    var _ = file(".config/sluice/my.token", "of-file");
    var _ =
        file(
            ".config/sluice/server",
            "url=https://team:8420\ntoken-file=my.token\nfingerprint=" + PIN);
    environment.put("SLUICE_URL", "https://other:1");

    ServerSettings settings = settings(null, null);

    assertThat(settings.address()).hasToString("https://other:1");
    assertThat(settings.address().fingerprint()).isNull();
    assertThat(token(settings)).isEqualTo("none");
    environment.put("SLUICE_TOKEN", "of-environment\n");
    assertThat(token(settings(null, null))).isEqualTo("of-environment");
  }

  @Test
  void anOptionComesBeforeEverything() throws IOException {
    environment.put("SLUICE_URL", "https://other:1");
    environment.put("SLUICE_TOKEN", "of-environment");
    Path own = file("own.token", "of-option\n");

    ServerSettings settings = settings("https://third:2/", own);

    assertThat(settings.address()).hasToString("https://third:2");
    assertThat(token(settings)).isEqualTo("of-option");
  }

  @Test
  void aFingerprintIsTakenAsToolsPrintIt() {
    String printed = "SHA256:" + "AB:".repeat(31) + "AB";

    assertThat(settings("https://a:1", null, printed, false).address().fingerprint())
        .hasToString(PIN);
    assertThatThrownBy(() -> settings("https://a:1", null, "abcd", false))
        .hasMessageContaining("64 hexadecimal digits");
    assertThatThrownBy(() -> settings("http://127.0.0.1:1", null, PIN, false))
        .hasMessageContaining("http has none");
  }

  @Test
  void aTokenDoesNotCrossANetworkUnencryptedUnlessThatIsSaid() {
    assertThatThrownBy(() -> settings("http://elsewhere:8420", null))
        .hasMessageContaining("could read the token");
    assertThat(settings("http://elsewhere:8420", null, null, true).address().isOpen()).isTrue();
    assertThat(settings("http://localhost:8420", null).address().isOpen()).isFalse();
  }

  @Test
  void whatIsNoAddressIsExplained() {
    for (String wrong :
        new String[] {
          "team:8420", "ftp://team", "https://me:secret@team", "https://team/api", ""
        }) {
      assertThatThrownBy(() -> settings(wrong, null))
          .as(wrong)
          .hasMessageContaining("https://HOST:PORT");
    }
  }

  @Test
  void aMistakeInTheFileNamesItsLine() throws IOException {
    Path file = file(".config/sluice/server", "url=https://team:8420\n\ntokenfile=x\n");

    assertThatThrownBy(() -> settings(null, null))
        .hasMessageStartingWith(file + ":3:")
        .hasMessageContaining("did you mean token-file?");
  }

  @Test
  void aSecretThatIsNoTokenIsNotShown() throws IOException {
    Path own = file("own.token", "two words\n");

    assertThatThrownBy(() -> settings(null, own))
        .hasMessageContaining("holds no token")
        .hasMessageNotContaining("two words");
  }
}
