package dev.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfMadeTest {
  @TempDir Path folder;

  @Test
  void aCertificateIsMadeOnceWithAKeyThatNobodyElseReads() throws Exception {
    TlsFiles files = SelfMade.in(folder, List.of("lab.example", "10.1.2.3"));
    String fingerprint = files.read().fingerprint();
    assertThat(fingerprint).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
        .isEqualTo("rw-------");
    assertThat(files.read().chain().getFirst().toString())
        .contains("lab.example", "10.1.2.3", "localhost");
    assertThat(SelfMade.in(folder, List.of()).read().fingerprint()).isEqualTo(fingerprint);
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void aHostThatCouldBeAnOptionIsRefused() {
    assertThatExceptionOfType(TlsException.class)
        .isThrownBy(() -> SelfMade.in(folder, List.of("a,dns:evil.example")));
  }

  @Test
  void aNewCertificateIsTakenIntoUseAndABrokenOneIsNot() throws Exception {
    TlsFiles files = SelfMade.in(folder.resolve("used"), List.of());
    AtomicLong nanos = new AtomicLong();
    ReloadingTls tls = new ReloadingTls(files, nanos::get, () -> {});
    String first = tls.fingerprint();

    TlsFiles other = SelfMade.in(folder.resolve("other"), List.of());
    Files.copy(other.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(files.certificate(), FileTime.fromMillis(1));
    nanos.addAndGet(10_000_000_000L);
    assertThat(tls.fingerprint()).isEqualTo(first);

    Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(files.key(), FileTime.fromMillis(2));
    nanos.addAndGet(10_000_000_000L);
    assertThat(tls.fingerprint()).isEqualTo(other.read().fingerprint()).isNotEqualTo(first);
  }

  @Test
  void filesThatCannotBeUsedAreSaid() throws Exception {
    TlsFiles files = SelfMade.in(folder, List.of());
    Files.writeString(files.key(), "-----BEGIN EC PRIVATE KEY-----\nAA==\n");
    assertThatExceptionOfType(TlsException.class)
        .isThrownBy(files::read)
        .withMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    Files.writeString(files.certificate(), "none");
    assertThatExceptionOfType(TlsException.class)
        .isThrownBy(files::read)
        .withMessageContaining("no certificates in PEM form");
  }
}
