package dev.sluice.proving.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("sluice.root", ".."))
          .resolve("proving/src/test/resources/dev/sluice/proving/page");

  @TempDir private Path folder;

  /** With {@code -Dgolden.write=true} written anew: then open it in a browser, and look. */
  private static void golden(String name, String html) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, html);
    }
    assertThat(html).as(file.toString()).isEqualTo(Files.readString(file));
  }

  @Test
  void aStoppedReleaseIsShownAsItWasLookedAt() throws IOException {
    golden("stopped.html", Proves.stopped(folder).html());
  }

  @Test
  void aReleaseThatWorksIsShownAsItWasLookedAt() throws IOException {
    golden("works.html", Proves.works(folder).html());
  }

  @Test
  void theFirstAbnormalLineStandsBesideWhatCameThereOnTheControlRun() throws IOException {
    String html = Proves.stopped(folder).html();

    assertThat(html)
        .contains("first abnormal line", "BUG: unable to handle page fault")
        .contains("here it went on", "sensor: record 1 field 19 ok")
        .contains("channel 290", "control run, boot 1");
  }

  @Test
  void nothingThatAGuestOrAnOwnerWroteIsMarkup() throws IOException {
    String html = Proves.hostile(folder).html();

    assertThat(html)
        .doesNotContain("<script", "<img src=x", "<iframe", "<b>line")
        .doesNotContainPattern("<[^>]*\\son[a-z]+=")
        .contains("&lt;script&gt;alert", "&lt;img src=x onerror=alert(2)&gt;", "${evil}");
    assertThat(html.codePoints())
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE)
        .noneMatch(c -> Character.isISOControl(c) && c != '\n');
  }

  @Test
  void aFloodedConsoleDoesNotMakeALongPage() throws IOException {
    assertThat(Proves.hostile(folder).html()).hasSizeLessThan(60_000);
  }

  @Test
  void thePageLoadsNothingAndLeadsNowhere() throws IOException {
    for (String html :
        new String[] {
          Proves.stopped(folder).html(),
          Proves.works(Files.createDirectory(folder.resolve("w"))).html(),
        }) {
      assertThat(html)
          .contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"")
          .doesNotContain("<script", "<link", "<a ", "href=", "http:", "https:", "url(", "@import");
      Matcher source = Pattern.compile("src=\"([^\"]{0,30})").matcher(html);
      while (source.find()) {
        assertThat(source.group(1)).startsWith("data:image/png;base64,");
      }
    }
  }

  @Test
  void aStateIsAlwaysAWordNeverAColourAlone() throws IOException {
    Matcher state =
        Pattern.compile(
                "<span class=\"state [a-z]+\"><svg.*?</svg><span class=\"words\">(.*?)</span></span>"
                    + "(<span class=\"hidden\">)?")
            .matcher(Proves.stopped(folder).html().replace("\n", ""));
    int seen = 0;
    while (state.find()) {
      seen++;
      assertThat(!state.group(1).isEmpty() || state.group(2) != null).as(state.group()).isTrue();
    }
    assertThat(seen).isGreaterThan(40);
  }

  @Test
  void onlyRealPicturesOfSomeSizeAreTakenIn() throws IOException {
    Files.writeString(folder.resolve("sensor-7.11@debian-12.boot-1.screen.png"), "<svg onload=x>");
    Files.write(folder.resolve("sensor-7.16@debian-12.boot-1.screen.png"), new byte[600_000]);

    assertThat(Proves.stopped(folder).html().split("<img ", -1)).hasSize(2);
  }

  @Test
  void aFileOfEvidenceThatIsALinkIsNotFollowed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "root:x:0:0");
    Files.createSymbolicLink(
        folder.resolve("sensor-7.16@debian-13.retry.boot-2.console.txt"), secret);

    assertThat(Proves.stopped(folder).html()).doesNotContain("root:x");
  }
}
