package dev.sluice.server.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceArchiveTest {
  @TempDir private Path folder;

  private final Map<String, String> packed = new LinkedHashMap<>();

  private boolean pack(long limit) throws IOException {
    Path archive = folder.resolve("evidence.zip");
    if (!EvidenceArchive.pack(folder.resolve("out"), archive, limit)) {
      return false;
    }
    try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        packed.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return true;
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("out").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void whatIsReadFirstComesFirst() throws IOException {
    write("abcd-1/screen.png", "png");
    write("abcd-1/run.boot-1.console.txt", "console");
    write("abcd-1/report.html", "page");
    write("abcd-1/result.json", "{}");
    write("abcd-1/run.proof.json", "proof");
    write("junit.xml", "<x/>");
    assertThat(pack(1 << 20)).isTrue();
    assertThat(packed.keySet())
        .containsExactly(
            "result.json",
            "report.html",
            "junit.xml",
            "run.proof.json",
            "run.boot-1.console.txt",
            "screen.png");
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    write("abcd-1/result.json", "{}");
    write("abcd-1/screen.png", "x".repeat(100));
    assertThat(pack(50)).isTrue();
    assertThat(packed).containsOnlyKeys("result.json", "left-out.txt");
    assertThat(packed.get("left-out.txt")).contains("screen.png  100 bytes");
  }

  @Test
  void ofALongConsoleTheEndIsKept() throws IOException {
    int length = (int) EvidenceArchive.LONGEST_TEXT + 5;
    write("abcd-1/run.boot-1.console.txt", "start" + "x".repeat(length - 10) + "panic");
    assertThat(pack(EvidenceArchive.LIMIT)).isTrue();
    assertThat(packed.get("run.boot-1.console.txt"))
        .startsWith("[the first 5 of " + length + " bytes are cut off]\nx")
        .endsWith("panic");
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws IOException {
    write("abcd-1/result.json", "{}");
    pack(100);
    byte[] once = Files.readAllBytes(folder.resolve("evidence.zip"));
    pack(100);
    assertThat(folder.resolve("evidence.zip")).hasBinaryContent(once);
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Files.writeString(folder.resolve("elsewhere"), "secret");
    write("abcd-1/result.json", "{}");
    Files.createSymbolicLink(folder.resolve("out/abcd-1/elsewhere"), folder.resolve("elsewhere"));
    pack(1 << 20);
    assertThat(packed).containsOnlyKeys("result.json");
  }

  @Test
  void nothingMakesNoArchive() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    assertThat(pack(100)).isFalse();
  }
}
