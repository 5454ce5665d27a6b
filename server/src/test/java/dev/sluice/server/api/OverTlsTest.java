package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.server.tls.SelfMade;
import dev.sluice.server.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OverTlsTest {
  @TempDir Path folder;

  private static HttpClient trusting(TlsFiles files) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("it", files.read().chain().getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void whoTrustsTheCertificateIsAnsweredAndNobodyElse() throws Exception {
    TlsFiles files = SelfMade.in(folder.resolve("tls"), List.of());
    try (RunningServer server = new RunningServer(folder, RunningServer.SHORT, files);
        HttpClient client = trusting(files)) {
      assertThat(server.http.address()).hasScheme("https");
      assertThat(server.http.fingerprint()).isEqualTo(files.read().fingerprint());
      HttpRequest ask = server.ask(server.admin, "/whoami").build();
      assertThat(client.send(ask, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(() -> server.client.send(ask, BodyHandlers.ofString()));
    }
  }

  @Test
  void aHandshakeThatNeverEndsIsHungUpOn() throws Exception {
    TlsFiles files = SelfMade.in(folder.resolve("tls"), List.of());
    try (RunningServer server = new RunningServer(folder, RunningServer.SHORT, files);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(new byte[] {22, 3, 1, 0});
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(100);
    }
  }

  @Test
  void plainHttpStaysOnThisMachineUnlessSomebodySaysOtherwise() {
    assertThat(new ListenOn("127.0.0.1", 0, null, false).refusal()).isEmpty();
    assertThat(new ListenOn("localhost", 0, null, false).refusal()).isEmpty();
    assertThat(new ListenOn("::1", 0, null, false).refusal()).isEmpty();
    assertThat(new ListenOn("0.0.0.0", 0, null, true).refusal()).isEmpty();
    assertThat(new ListenOn("0.0.0.0", 0, null, false).refusal().orElseThrow())
        .contains("without TLS tokens could be read", "--insecure");
    TlsFiles files = new TlsFiles(folder, folder);
    assertThat(new ListenOn("0.0.0.0", 0, files, false).refusal()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (RunningServer server = new RunningServer(folder)) {
      int port = server.http.port();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  HttpServer.start(
                      new ListenOn("127.0.0.1", port, null, false),
                      new HttpServer.Parts(
                          server.ledger,
                          new Announcements(server.ledger),
                          new Metrics(server.ledger, server.now::get, () -> 1),
                          Limits.USUAL,
                          server.now::get,
                          System::nanoTime,
                          new SecureRandom()),
                      List.of(),
                      List.of()))
          .withMessageContaining("another program may");
    }
  }
}
