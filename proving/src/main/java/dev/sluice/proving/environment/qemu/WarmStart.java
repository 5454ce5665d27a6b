package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes a machine's devices out of a running QEMU and puts them into another, over sockets of ours:
 * QEMU may start no program here. Its memory is a file and does not pass through them.
 */
final class WarmStart {
  private static final Duration STEP = Duration.ofSeconds(20);
  private static final Duration TRANSFER = Duration.ofMinutes(2);

  /** Devices take 0.4 MB; with a display's memory and firmware some tens. */
  private static final long MOST_BYTES = 512L * 1024 * 1024;

  private WarmStart() {}

  /** Stops the machine for good and writes its devices into a file. */
  static void save(Vigil vigil, Path socket, Path devices)
      throws InterruptedException, IOException {
    Qmp qmp = vigil.qmp();
    var _ = qmp.execute("stop", Map.of(), STEP);
    capabilities(qmp);
    var failed = new AtomicReference<@Nullable IOException>();
    try (ServerSocketChannel server = GuestPort.listenAt(socket)) {
      Thread receiver =
          Vigil.reader(
              () -> {
                try (SocketChannel from = server.accept();
                    OutputStream to = Files.newOutputStream(devices)) {
                  copy(Channels.newInputStream(from), to);
                } catch (IOException e) {
                  failed.set(e);
                }
              });
      var _ = qmp.execute("migrate", Map.of("uri", "unix:" + socket), STEP);
      awaitDone(vigil, "saved");
      receiver.join(STEP);
      IOException e = failed.get();
      if (e != null) {
        throw e;
      }
      if (receiver.isAlive()) {
        throw new EnvironmentException("the machine's devices were not saved to the end");
      }
    }
    var _ = qmp.execute("quit", Map.of(), STEP);
  }

  /** Gives a machine that was started to wait for it the devices that it had; then it runs. */
  static void restore(Vigil vigil, Path socket, Path devices)
      throws InterruptedException, IOException {
    Qmp qmp = vigil.qmp();
    capabilities(qmp);
    var _ = qmp.execute("migrate-incoming", Map.of("uri", "unix:" + socket), STEP);
    try (SocketChannel to = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      to.connect(UnixDomainSocketAddress.of(socket));
      // On a thread of its own: a QEMU that takes no more must meet the limit, not stop us here.
      Thread sender =
          Vigil.reader(
              () -> {
                try (InputStream from = Files.newInputStream(devices)) {
                  copy(from, Channels.newOutputStream(to));
                } finally {
                  to.shutdownOutput();
                }
              });
      awaitDone(vigil, "restored");
      sender.join(STEP);
    }
    var _ = qmp.execute("cont", Map.of(), STEP); // it was kept standing still
  }

  private static void capabilities(Qmp qmp) throws InterruptedException {
    var _ =
        qmp.execute(
            "migrate-set-capabilities",
            Map.of(
                "capabilities",
                List.of(
                    Map.of("capability", "x-ignore-shared", "state", true),
                    Map.of("capability", "events", "state", true))),
            STEP);
  }

  private static void awaitDone(Vigil vigil, String what) throws InterruptedException {
    Vigil.Hearing hearing =
        vigil.await(
            signal ->
                signal instanceof Signal.Migration(var status)
                    && (status.equals("completed") || status.equals("failed")),
            System.nanoTime() + TRANSFER.toNanos());
    switch (hearing) {
      case Vigil.Heard(var signal) -> {
        if (!signal.equals(new Signal.Migration("completed"))) {
          throw new EnvironmentException("the machine's devices could not be " + what);
        }
      }
      case Vigil.Gone(var how) ->
          throw new EnvironmentException(
              "the machine ended while it was being " + what + ": " + how.detail());
      case Vigil.Nothing _ ->
          throw new EnvironmentException(
              "the machine was not " + what + " within " + TRANSFER.toSeconds() + " s");
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[256 * 1024];
    long bytes = 0;
    for (int n; (n = from.read(buffer)) >= 0; ) {
      bytes += n;
      if (bytes > MOST_BYTES) {
        throw new IOException("the machine's devices take more than " + MOST_BYTES + " bytes");
      }
      to.write(buffer, 0, n);
    }
  }
}
