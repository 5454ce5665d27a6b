package dev.sluice.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
  @TempDir private Path home;
  private Path folder = Path.of("");
  private Keyring keyring = new Keyring(folder);

  @BeforeEach
  void begin() {
    folder = home.resolve("share/sluice/keys");
    keyring = new Keyring(folder);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void chmod(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theFirstKeyMakesAFolderForItsOwnerAlone() throws IOException {
    Keyring.Opened opened = keyring.openOrCreate("lab");

    assertThat(opened.created()).isTrue();
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("lab.key"))).isEqualTo("rw-------");
    assertThat(names(folder)).containsExactly("lab.key", "lab.pub");
    Keyring.Opened again = keyring.openOrCreate("lab");
    assertThat(again.created()).isFalse();
    assertThat(again.key().id()).isEqualTo(opened.key().id());
    byte[] message = {1, 2, 3};
    assertThat(opened.key().publicKey().verifies(message, again.key().sign(message))).isTrue();
  }

  @Test
  void aKeyIdIsTheDigestOfItsTufForm() {
    LabPublicKey key =
        new LabPublicKey(
            "rfc",
            HexFormat.of()
                .parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

    // printf '{"keytype":"ed25519","keyval":{"public":"d75a…511a"},"scheme":"ed25519"}' | sha256sum
    assertThat(key.id().hex())
        .isEqualTo("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916");
  }

  @Test
  void listShowsWhichKeysSignAndWhichAreOnlyTrusted() throws IOException {
    LabKey mine = keyring.create("mine");
    LabKey theirs = LabKey.generate("theirs", new SecureRandom());
    Files.write(folder.resolve("theirs.pub"), theirs.publicKey().pem());

    assertThat(keyring.list())
        .containsExactly(
            new Keyring.Entry(mine.publicKey(), true),
            new Keyring.Entry(theirs.publicKey(), false));
    assertThat(keyring.trusted()).extracting(LabPublicKey::name).containsExactly("mine", "theirs");
  }

  @Test
  void aListingWritesNothing() throws IOException {
    LabKey mine = keyring.create("mine");
    Files.delete(folder.resolve("mine.pub"));

    assertThat(keyring.list()).containsExactly(new Keyring.Entry(mine.publicKey(), true));
    assertThat(folder.resolve("mine.pub")).doesNotExist();
  }

  @Test
  void aFolderThatDoesNotExistHasNoKeysAndIsNotMadeByLooking() {
    assertThat(keyring.list()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @Test
  void aNameIsTakenOnce() throws IOException {
    keyring.create("lab");
    byte[] before = Files.readAllBytes(folder.resolve("lab.key"));

    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> keyring.create("lab"))
        .withMessageContaining("there is a key of this name already");
    assertThat(Files.readAllBytes(folder.resolve("lab.key"))).isEqualTo(before);
  }

  @Test
  void anotherLabsNameIsNotTakenOver() throws IOException {
    keyring.create("mine");
    Files.write(
        folder.resolve("lab.pub"), LabKey.generate("x", new SecureRandom()).publicKey().pem());

    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> keyring.create("lab"))
        .withMessageContaining("another lab's key has this name");
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> keyring.openOrCreate("lab"))
        .withMessageContaining("its private half is not here");
    assertThat(folder.resolve("lab.key")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
  void aPrivateKeyThatOthersCanReachIsNotUsed(String permissions) throws IOException {
    keyring.create("lab");
    Path file = folder.resolve("lab.key");
    chmod(file, permissions);

    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> keyring.open("lab"))
        .withMessageEndingWith("mend it: chmod 600 " + file);
  }

  @Test
  void aFolderOrTrustedKeyThatOthersCanChangeIsNotUsed() throws IOException {
    keyring.create("lab");
    chmod(folder, "rwxrwx---");
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(keyring::list)
        .withMessageEndingWith("mend it: chmod 700 " + folder);
    assertThatExceptionOfType(KeyException.class).isThrownBy(() -> keyring.open("lab"));
    assertThatExceptionOfType(KeyException.class).isThrownBy(() -> keyring.create("lab2"));

    chmod(folder, "rwxr-xr-x");
    chmod(folder.resolve("lab.pub"), "rw-rw-r--");
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(keyring::trusted)
        .withMessageEndingWith("mend it: chmod go-w " + folder.resolve("lab.pub"));
  }

  @Test
  void aPublicHalfThatWasLostComesBackAndAForeignOneIsNoticed() throws IOException {
    LabKey key = keyring.create("lab");
    Path publicFile = folder.resolve("lab.pub");
    byte[] pem = Files.readAllBytes(publicFile);
    Files.delete(publicFile);
    assertThat(keyring.open("lab").id()).isEqualTo(key.id());
    assertThat(Files.readAllBytes(publicFile)).isEqualTo(pem);

    Files.write(publicFile, LabKey.generate("x", new SecureRandom()).publicKey().pem());
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> keyring.open("lab"))
        .withMessageContaining("not the public half of");
  }

  @Test
  void aFileNameThatIsNoKeyNameIsSaidAndNotPassedOver() throws IOException {
    keyring.create("lab");
    Files.copy(folder.resolve("lab.pub"), folder.resolve("Lab Two.pub"));

    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(keyring::trusted)
        .withMessageContaining("rename it");
    assertThatIllegalArgumentException().isThrownBy(() -> keyring.create("../lab"));
    assertThatIllegalArgumentException().isThrownBy(() -> keyring.create(""));
  }

  @Test
  void aFileThatIsNotTheExpectedKeyIsRefusedWithASentence() throws IOException {
    LabKey key = keyring.create("lab");
    Path file = folder.resolve("x.pub");
    String pem = new String(key.publicKey().pem(), StandardCharsets.US_ASCII);

    assertRefused(file, "", "not one PEM block");
    assertRefused(file, pem + pem, "not one PEM block");
    assertRefused(file, pem.replace("END PUBLIC", "END PRIVATE"), "not one PEM block");
    assertRefused(file, "x".repeat(9_000), "larger than any key file");
    assertRefused(file, pem.replaceFirst("MCow", "MCo="), "base64 is damaged");
    assertRefused(file, pem.replaceFirst("MCow", "MCox"), "not an Ed25519 public key");
    assertRefused(file, new String(key.pem(), StandardCharsets.US_ASCII), "give the .pub file");
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> LabPublicKey.read(folder.resolve("absent.pub")))
        .withMessageContaining("there is no such file");
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> LabPublicKey.read(folder))
        .withMessageContaining("not a regular file");
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> LabKey.read(file, key.publicKey().pem()))
        .withMessageContaining("not a private key in PKCS#8");
  }

  private static void assertRefused(Path file, String content, String why) throws IOException {
    Files.writeString(file, content);
    assertThatExceptionOfType(KeyException.class)
        .isThrownBy(() -> LabPublicKey.read(file))
        .withMessageContaining(why);
  }

  @Test
  void aKeySaysNothingOfItsPrivateHalf() {
    LabKey key = LabKey.generate("lab", new SecureRandom());

    assertThat(key.toString()).isEqualTo("lab (" + key.id().hex().substring(0, 8) + ")");
  }
}
