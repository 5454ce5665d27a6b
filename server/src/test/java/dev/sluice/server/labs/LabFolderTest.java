package dev.sluice.server.labs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.ProductName;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFolderTest {
  private static final ProductName A = new ProductName("a");
  private static final ProductName B = new ProductName("b");
  private static final LabKey OWN = LabKey.generate("lab", new SecureRandom());
  private static final LabKey OTHER = LabKey.generate("lab", new SecureRandom());

  @TempDir private Path data;
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");

  private Path labs() {
    return data.resolve("labs");
  }

  private LabFolder open(@Nullable LabPublicKey own) throws IOException {
    return LabFolder.open(labs(), own, () -> now);
  }

  private void put(String file, LabKey key) throws IOException {
    Path path = labs().resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, key.publicKey().pem());
  }

  @Test
  void theFirstStartTrustsTheRunnerInThisProcessAndNoLaterOneDoes() throws IOException {
    assertThat(open(OWN.publicKey()).keys(A)).containsExactly(OWN.publicKey());
    assertThat(open(OTHER.publicKey()).keys(A)).containsExactly(OWN.publicKey());
    Files.delete(labs().resolve("embedded.pub"));
    assertThat(open(OWN.publicKey()).keys(A)).isEmpty();
  }

  @Test
  void withoutARunnerInThisProcessNobodyIsTrustedAndTheFolderIsThere() throws IOException {
    LabFolder labs = open(null);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(labs())))
        .isEqualTo("rwx------");
    assertThat(labs.refusal(null, OWN.id()))
        .isEqualTo(
            "is not trusted here; whoever runs the server puts its public half into the folder labs"
                + " of the data folder, as NAME.pub");
  }

  @Test
  void aFileThatComesOrGoesCountsAtTheNextLook() throws IOException {
    LabFolder labs = open(null);
    put("lab-2.pub", OTHER);
    assertThat(labs.trusts(A, OTHER.id())).isFalse();
    labs.look();
    assertThat(labs.trusts(A, OTHER.id())).isTrue();
    Files.delete(labs().resolve("lab-2.pub"));
    labs.look();
    assertThat(labs.trusts(A, OTHER.id())).isFalse();
  }

  @Test
  void aKeyInAProductsFolderIsForThatProductAlone() throws IOException {
    LabFolder labs = open(null);
    put("a/lab-2.pub", OTHER);
    labs.look();

    assertThat(labs.keys(A)).containsExactly(OTHER.publicKey());
    assertThat(labs.keys(B)).isEmpty();
    assertThat(labs.refusal(null, OTHER.id())).isNull();
    assertThat(labs.refusal(B, OTHER.id()))
        .isEqualTo(
            "is trusted for a alone, and not for b; whoever runs the server copies"
                + " labs/a/lab-2.pub into labs/b, or into labs for every product");
    put("b/other-name.pub", OTHER);
    labs.look();
    assertThat(labs.trusts(B, OTHER.id())).isTrue();
  }

  @Test
  void aKeyCountsUntilTheEndOfItsLastDay() throws IOException {
    LabFolder labs = open(OWN.publicKey());
    Files.writeString(labs().resolve("embedded.until"), "2026-11-26\n");
    labs.look();

    assertThat(labs.trusts(A, OWN.id())).isTrue();
    now = Instant.parse("2026-11-27T00:00:00Z");
    assertThat(labs.keys(A)).isEmpty();
    assertThat(labs.refusal(A, OWN.id()))
        .isEqualTo(
            "was trusted until 2026-11-26; whoever runs the server writes a later day into"
                + " labs/embedded.until, or trusts a new key");
  }

  @Test
  void aDayThatCannotBeReadTrustsNobody() throws IOException {
    LabFolder labs = open(OWN.publicKey());
    Files.writeString(labs().resolve("embedded.until"), "next year");
    labs.look();

    assertThat(labs.keys(A)).isEmpty();
  }

  @Test
  void aFileThatIsNoKeyTakesNothingAwayAndHidesNoRemoval() throws IOException {
    LabFolder labs = open(OWN.publicKey());
    put("lab-2.pub", OTHER);
    labs.look();
    Files.writeString(labs().resolve("half.pub"), "-----BEGIN PUB");
    Files.delete(labs().resolve("lab-2.pub"));
    labs.look();

    assertThat(labs.keys(A)).containsExactly(OWN.publicKey());
  }

  @Test
  void aBadFileCostsNobodyElseItsTrustAtTheStart() throws IOException {
    put("lab-2.pub", OTHER);
    Files.writeString(labs().resolve("half.pub"), "-----BEGIN PUB");
    put("open.pub", OWN);
    Files.setPosixFilePermissions(
        labs().resolve("open.pub"), PosixFilePermissions.fromString("rw-rw----"));
    put("Bad Name.pub", OWN);
    Files.writeString(labs().resolve("No Key.until"), "2026-12-31");

    assertThat(open(null).keys(A)).containsExactly(OTHER.publicKey());
    assertThat(LabFolder.list(labs(), () -> now).complaints())
        .satisfiesExactly(
            complaint -> assertThat(complaint).contains("Bad Name.pub", "rename it"),
            complaint -> assertThat(complaint).contains("No Key.until", "no key of this name"),
            complaint -> assertThat(complaint).contains("half.pub", "not a public key file"),
            complaint -> assertThat(complaint).contains("open.pub", "chmod go-w"));
  }

  @Test
  void aLeakedKeyIsTakenAwayWhateverElseLiesThere() throws IOException {
    LabFolder labs = open(OWN.publicKey());
    put("a/lab-2.pub", OTHER);
    labs.look();
    Files.writeString(labs().resolve("half.pub"), "-----BEGIN PUB");
    Files.writeString(labs().resolve("a/half.pub"), "-----BEGIN PUB");
    Files.writeString(labs().resolve("embedded.until"), "2026-11-25");
    LabKey newer = LabKey.generate("lab", new SecureRandom());
    put("a/lab-2.pub", newer);
    labs.look();

    assertThat(labs.keys(A)).containsExactly(newer.publicKey());
  }

  @Test
  void aKeyThatCannotBeReadNowStaysTrustedUntilItsLastDay() throws IOException {
    LabFolder labs = open(OWN.publicKey());
    Files.writeString(labs().resolve("embedded.pub"), "-----BEGIN PUB");
    labs.look();
    assertThat(labs.keys(A)).containsExactly(OWN.publicKey());
    Files.writeString(labs().resolve("embedded.until"), "2026-11-25");
    labs.look();
    assertThat(labs.keys(A)).isEmpty();
    Files.delete(labs().resolve("embedded.pub"));
    Files.delete(labs().resolve("embedded.until"));
    labs.look();
    assertThat(labs.refusal(null, OWN.id())).startsWith("is not trusted here");
  }

  @Test
  void aStrayPrivateKeyIsSaidAndNothingIsWrittenBesideIt() throws IOException {
    LabFolder labs = open(OWN.publicKey());
    new Keyring(labs()).create("stray");
    Files.delete(labs().resolve("stray.pub"));
    labs.look();

    assertThat(labs.keys(A)).containsExactly(OWN.publicKey());
    assertThat(labs().resolve("stray.pub")).doesNotExist();
    assertThat(LabFolder.list(labs(), () -> now).complaints())
        .singleElement()
        .satisfies(complaint -> assertThat(complaint).contains("stray.key is a private key"));
  }

  @Test
  void aPrivateHalfInTheFolderTrustsNobody() throws IOException {
    LabFolder labs = open(null);
    new Keyring(labs()).create("lab-2");
    labs.look();

    assertThat(labs.keys(A)).isEmpty();
  }

  @Test
  void whatOthersMayWriteTrustsNobody() throws IOException {
    LabFolder labs = open(null);
    put("lab-2.pub", OTHER);
    Files.setPosixFilePermissions(
        labs().resolve("lab-2.pub"), PosixFilePermissions.fromString("rw-rw-rw-"));
    labs.look();

    assertThat(labs.keys(A)).isEmpty();
  }
}
