package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelFolderTest {
  @TempDir private Path home;

  private static Digest digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void become(ChannelFolder folder, String version)
      throws IOException, InterruptedException {
    folder.become(
        version,
        digest(version),
        set -> {
          Files.writeString(set.resolve(ChannelFolder.CONTENT), version);
          Files.createDirectories(set.resolve(ChannelFolder.PROOFS));
          Files.writeString(set.resolve(ChannelFolder.PROOFS).resolve("r1.proof.json"), version);
          Files.writeString(set.resolve(ChannelFolder.RELEASE), version);
        });
  }

  /** What a consumer reads through a link; every file must be of one set. */
  private static String read(Path folder, String link) throws IOException {
    Path set = folder.resolve(link);
    String version = Files.readString(set.resolve(ChannelFolder.RELEASE));
    assertThat(Files.readString(set.resolve(ChannelFolder.CONTENT))).isEqualTo(version);
    assertThat(Files.readString(set.resolve("proofs/r1.proof.json"))).isEqualTo(version);
    return version;
  }

  private static List<String> sets(Path folder) throws IOException {
    try (Stream<Path> sets = Files.list(folder.resolve("sets"))) {
      return sets.map(set -> String.valueOf(set.getFileName()).replaceAll("-.*", ""))
          .sorted()
          .toList();
    }
  }

  private static ChannelFolder opened(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("sets"));
    return new ChannelFolder(folder);
  }

  @Test
  void theNewestIsCurrentAndTheOneBeforeIsKept() throws Exception {
    ChannelFolder folder = opened(home);
    for (String version : List.of("1", "2", "3")) {
      become(folder, version);
    }

    assertThat(read(home, "current")).isEqualTo("3");
    assertThat(read(home, "previous")).isEqualTo("2");
    assertThat(sets(home)).containsExactly("2", "3");
  }

  @Test
  void wheneverItIsKilledTheLinkLeadsToOneWholeSetAndTheNextCallFinishes() throws Exception {
    int steps = 0;
    boolean killed = true;
    while (killed) {
      int last = steps++;
      Path folder = Files.createDirectory(home.resolve("at-" + last));
      become(opened(folder), "1");
      become(opened(folder), "2");
      int[] count = {0};
      var failing =
          new ChannelFolder(
              folder,
              what -> {
                if (count[0]++ == last) {
                  throw new IOException("killed before: " + what);
                }
              });
      try {
        become(failing, "3");
        killed = false;
      } catch (IOException e) {
        assertThat(read(folder, "current")).as(e.getMessage()).isIn("2", "3");
        assertThat(read(folder, "previous")).as(e.getMessage()).isIn("1", "2");
        become(opened(folder), "3");
      }
      assertThat(read(folder, "current")).isEqualTo("3");
      assertThat(Files.exists(folder.resolve(".coming").resolve("3-" + digest("3")))).isFalse();
    }
    assertThat(steps).as("steps at which it was killed").isGreaterThan(8);
  }

  @Test
  void whatIsNotOursIsNotRemoved() throws Exception {
    ChannelFolder folder = opened(home);
    Path theirs = Files.createDirectory(home.resolve("sets/notes"));
    become(folder, "1");
    become(folder, "2");
    become(folder, "3");

    assertThat(theirs).exists();
  }

  @Test
  void aFolderOfSomebodyElseIsNotReplaced() throws Exception {
    Files.createDirectory(home.resolve("current"));

    assertThatThrownBy(() -> become(opened(home), "1"))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("no link of ours");
  }

  @Test
  void twoCannotKeepOneFolder() throws IOException {
    try (var _ = new ChannelFolder(home).lock()) {
      assertThatThrownBy(() -> new ChannelFolder(home).lock())
          .isInstanceOfAny(Unusable.class, java.nio.channels.OverlappingFileLockException.class);
    }
  }
}
