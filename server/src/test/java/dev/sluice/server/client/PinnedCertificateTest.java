package dev.sluice.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedCertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;

  /** A certificate for a name that is not this machine's, and expired: neither matters to a pin. */
  private KeyStore certificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=elsewhere.example",
                "-startdate",
                "-10d",
                "-validity",
                "5",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static FakeServer server(KeyStore keys) throws Exception {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return FakeServer.tls(
        context,
        exchange ->
            FakeServer.json(
                exchange,
                200,
                "{\"name\":\"anna\",\"role\":\"admin\",\"token\":\"t1\","
                    + "\"expires\":\"2027-01-01T00:00:00Z\"}"));
  }

  private static Digest fingerprint(KeyStore keys) throws Exception {
    return new Digest(
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(keys.getCertificate("server").getEncoded())));
  }

  @Test
  void theOneCertificateIsTrustedWhateverItsNameAndDates() throws Exception {
    KeyStore keys = certificate();
    try (FakeServer server = server(keys)) {
      ServerClient client = server.client("https://127.0.0.1:" + server.port(), fingerprint(keys));

      assertThat(client.whoami().name()).isEqualTo("anna");
    }
  }

  @Test
  void anotherCertificateIsRefusedBeforeTheTokenIsSent() throws Exception {
    try (FakeServer server = server(certificate())) {
      ServerClient client =
          server.client("https://127.0.0.1:" + server.port(), new Digest("0".repeat(64)));

      assertThatThrownBy(client::whoami)
          .isInstanceOfSatisfying(
              UnreachableException.class, e -> assertThat(e.isForGood()).isTrue())
          .hasMessageContaining("is not the server that was meant")
          .hasMessageContaining("0".repeat(64));
      assertThat(server.asked()).isEmpty();
      assertThat(server.pauses()).isEmpty();
    }
  }

  @Test
  void withoutAPinOnlyAuthoritiesCount() throws Exception {
    try (FakeServer server = server(certificate())) {
      ServerClient client = server.client("https://127.0.0.1:" + server.port(), null);

      assertThatThrownBy(client::whoami).hasMessageContaining("--fingerprint SHA256");
      assertThat(server.asked()).isEmpty();
    }
  }
}
