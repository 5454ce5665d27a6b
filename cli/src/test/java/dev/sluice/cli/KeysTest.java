package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class KeysTest {
  @TempDir private Path home;

  private Shell shell() {
    return new Shell(home);
  }

  private Path folder() {
    return home.resolve(".local/share/sluice/keys");
  }

  @Test
  void aNewKeyIsPrivateAndListed() throws IOException {
    Shell.Ended none = shell().run("keys", "list");
    assertThat(none.status()).isZero();
    assertThat(none.out()).contains("no keys in ~/.local/share/sluice/keys", "sluice keys new lab");

    Shell.Ended made = shell().run("keys", "new", "lab");
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).contains("~/.local/share/sluice/keys/lab.key", "lab.pub");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder().resolve("lab.key"))))
        .isEqualTo("rw-------");

    assertThat(shell().run("keys", "list").out()).containsPattern("lab +[0-9a-f]{8}  signs");
    var json = JsonMapper.shared().readTree(shell().run("keys", "list", "--json").out());
    assertThat(json.path("keys").path(0).path("name").stringValue()).isEqualTo("lab");
    assertThat(json.path("keys").path(0).path("id").stringValue()).hasSize(64);
  }

  @Test
  void aKeyIsNeverMadeTwice() throws IOException {
    shell().run("keys", "new", "lab");
    String before = Files.readString(folder().resolve("lab.key"));

    Shell.Ended again = shell().run("keys", "new", "lab");

    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("there is a key of this name already");
    assertThat(Files.readString(folder().resolve("lab.key"))).isEqualTo(before);
  }

  @Test
  void aNameThatIsNoFileNameIsRefused() {
    Shell.Ended ended = shell().run("keys", "new", "../Lab");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("\"../Lab\" is no name for a key", "1 to 64");
  }

  @Test
  void dataHomeIsHonouredWhenAbsolute() {
    Path data = home.resolve("data");
    var shell = new Shell(Map.of("HOME", home.toString(), "XDG_DATA_HOME", data.toString()));
    shell.run("keys", "new", "lab");
    assertThat(data.resolve("sluice/keys/lab.key")).isRegularFile();

    var relative = new Shell(Map.of("HOME", home.toString(), "XDG_DATA_HOME", "data"));
    relative.run("keys", "new", "lab");
    assertThat(folder().resolve("lab.key")).isRegularFile();
  }

  @Test
  void aKeyOpenToOthersIsNotUsed() throws IOException {
    shell().run("keys", "new", "lab");
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));

    Shell.Ended ended = shell().run("keys", "list");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("chmod");
  }
}
