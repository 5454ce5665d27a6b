package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work folder lies where others may write: it must be ours alone, or we refuse. */
class FoldersTest {
  @TempDir private Path home;
  private Path runtime = Path.of("");
  private Object uid = -1;

  @BeforeEach
  void aShortRuntimeFolder() throws IOException {
    runtime = Files.createTempDirectory(Path.of("/tmp"), "sl-t");
    uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    runtime.toFile().deleteOnExit();
  }

  private Path work() {
    return runtime.resolve("sluice-" + uid);
  }

  private Folders folders() {
    return new Folders(Map.of("HOME", home.toString(), "XDG_RUNTIME_DIR", runtime.toString()));
  }

  @Test
  void theWorkFolderIsMadeForUsAlone() throws IOException {
    assertThat(folders().lab().work()).isEqualTo(work());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work())))
        .isEqualTo("rwx------");
    assertThat(folders().lab().work()).as("again").isEqualTo(work());
    Files.delete(work());
  }

  @Test
  void aLinkInItsPlaceIsRefused() throws IOException {
    Files.createSymbolicLink(work(), home);

    assertThatThrownBy(() -> folders().lab())
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("is not a folder");
    Files.delete(work());
  }

  @Test
  void aFolderThatOthersMayEnterIsRefused() throws IOException {
    Files.createDirectory(work());
    Files.setPosixFilePermissions(work(), PosixFilePermissions.fromString("rwxr-x---"));

    assertThatThrownBy(() -> folders().lab())
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("chmod 700");
    Files.delete(work());
  }

  @Test
  void aFolderOfSomebodyElseIsRefused() {
    assertThatThrownBy(() -> Folders.refuseOthers(home, -7))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("not to you (-7)");
  }

  @Test
  void aRuntimeFolderThatIsNotThereOrTooDeepIsPassedOver() throws IOException {
    var absent =
        new Folders(Map.of("HOME", home.toString(), "XDG_RUNTIME_DIR", "/run/user/nobody-here"));
    assertThat(absent.lab().work()).isEqualTo(Path.of("/tmp/sluice-" + uid));

    Path deep = Files.createDirectories(home.resolve("a".repeat(60)));
    var long_ = new Folders(Map.of("HOME", home.toString(), "XDG_RUNTIME_DIR", deep.toString()));
    assertThat(long_.lab().work()).isEqualTo(Path.of("/tmp/sluice-" + uid));
  }

  @Test
  void cacheAndStateFollowTheirVariables() {
    var folders =
        new Folders(Map.of("HOME", "/h", "XDG_CACHE_HOME", "/c", "XDG_STATE_HOME", "not/absolute"));

    assertThat(folders.cache()).isEqualTo(Path.of("/c/sluice"));
    assertThat(folders.state()).isEqualTo(Path.of("/h/.local/state/sluice"));
    assertThat(folders.keys()).isEqualTo(Path.of("/h/.local/share/sluice/keys"));
    assertThat(folders.spoken(folders.keys())).isEqualTo("~/.local/share/sluice/keys");
  }
}
