package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeSettingsTest {
  @TempDir private Path folder;

  private SettingsFile file(String text) throws IOException {
    Path path = folder.resolve("serve");
    Files.writeString(path, text);
    return SettingsFile.read(path, ServeSettings.KEYS);
  }

  private ServeSettings settings(
      Map<String, String> flags, Map<String, String> environment, String text) throws IOException {
    return new ServeSettings(flags, environment, file(text));
  }

  @Test
  void aFlagGoesBeforeAVariableBeforeALineOfTheFileBeforeWhatIsUsual() throws IOException {
    Map<String, String> variable = Map.of("SLUICE_SERVE_LISTEN", "127.0.0.1:2");
    Map<String, String> flag = Map.of("listen", "127.0.0.1:1");
    String line = "listen=127.0.0.1:3\n";

    assertThat(settings(flag, variable, line).listen().port()).isEqualTo(1);
    assertThat(settings(Map.of(), variable, line).listen().port()).isEqualTo(2);
    assertThat(settings(Map.of(), Map.of(), line).listen().port()).isEqualTo(3);
    assertThat(settings(Map.of(), Map.of(), "").listen())
        .isEqualTo(new ServeSettings.Address("127.0.0.1", 8420));
  }

  @Test
  void howLongSomethingIsKeptIsInDaysAndForEverWhenNobodySays() throws IOException {
    assertThat(settings(Map.of(), Map.of(), "").days("evidence-days")).isEmpty();
    assertThat(settings(Map.of(), Map.of(), "evidence-days=90\n").days("evidence-days"))
        .contains(Duration.ofDays(90));
    for (String wrong : new String[] {"0", "-1", "3651", "a year", "1.5"}) {
      ServeSettings settings = settings(Map.of("content-days", wrong), Map.of(), "");
      assertThatThrownBy(() -> settings.days("content-days"))
          .isInstanceOf(Unusable.class)
          .hasMessageContaining("a number of days from 1 to 3650");
    }
  }

  @Test
  void whoSaidWhatCanBeShown() throws IOException {
    ServeSettings settings =
        settings(
            Map.of("insecure", "yes"),
            Map.of("SLUICE_SERVE_TLS_KEY", "/k"),
            "# ours\n\n  data = /srv/sluice \n");

    assertThat(settings.all())
        .containsExactly(
            new ServeSettings.Said("data", "/srv/sluice", folder.resolve("serve") + ":3"),
            new ServeSettings.Said("tls-key", "/k", "SLUICE_SERVE_TLS_KEY"),
            new ServeSettings.Said("insecure", "yes", "--insecure"));
  }

  @ParameterizedTest
  @CsvSource({
    "[::1]:8420, ::1, 8420",
    "0.0.0.0:1, 0.0.0.0, 1",
    "localhost, localhost, 8420",
    "lab.example:0, lab.example, 0"
  })
  void anAddressIsHostAndPort(String text, String host, int port) throws IOException {
    assertThat(settings(Map.of("listen", text), Map.of(), "").listen())
        .isEqualTo(new ServeSettings.Address(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {":8420", "host:", "host:x", "host:65536", "host:-1", "host:123456"})
  void whatIsNoAddressIsRefusedNamingWhoSaidIt(String text) throws IOException {
    ServeSettings settings = settings(Map.of(), Map.of("SLUICE_SERVE_LISTEN", text), "");

    assertThatThrownBy(settings::listen)
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("SLUICE_SERVE_LISTEN")
        .hasMessageContaining(text);
  }

  @Test
  void yesAndNoAreTheOnlyAnswers() throws IOException {
    ServeSettings settings = settings(Map.of(), Map.of(), "insecure=perhaps\nrunner=no\n");

    assertThat(settings.flag("runner", true)).isFalse();
    assertThatThrownBy(() -> settings.flag("insecure", false))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("serve:1")
        .hasMessageContaining("perhaps");
  }

  @Test
  void hostsAreJoinedByCommas() throws IOException {
    assertThat(
            settings(Map.of("fetch-from", "Mirror.lan, feeds.lan,"), Map.of(), "")
                .hosts("fetch-from"))
        .containsExactly("feeds.lan", "mirror.lan");
  }

  @Test
  void aLineThatIsNotKnownIsNamedWithItsPlaceAndWhatWasMeant() {
    assertThatThrownBy(() -> file("data=/srv\nlisen=127.0.0.1:1\n"))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("serve:2")
        .hasMessageContaining("did you mean listen?");
    assertThatThrownBy(() -> file("data=/a\ndata=/b\n"))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("serve:2: data= a second time");
  }

  @Test
  void aFileThatIsNotThereSaysNothingAndOneThatIsTooLargeIsRefused() throws IOException {
    assertThat(SettingsFile.read(folder.resolve("none"), ServeSettings.KEYS).values()).isEmpty();
    assertThatThrownBy(() -> file("#".repeat(20_000)))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("16,384 bytes");
  }
}
