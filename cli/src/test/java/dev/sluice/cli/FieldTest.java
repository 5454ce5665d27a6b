package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.screen.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FieldTest {
  private static final String PIPELINE =
      """
      sluice: 1
      product: mail-scanner
      artifacts:
        scanner:
          kind: application
          releases:
            "0.9": { file: packages/scanner-0.9.deb, installed-in: debian-11 }
            "1.4": { file: packages/scanner-1.4.deb, installed-in: debian-12 }
          verbs: { take: [scannerctl, take], in-force: [scannerctl, in-force], probe: [scannerctl, probe] }
        signatures:
          kind: data
          for: scanner
          releases: { "41": signatures/41.tar }
          known-bad: [{ release: "42", file: signatures/blind.tar, goes-red: catches }]
      environments:
        debian-11:
          driver: qemu
          image: { debian: { suite: bullseye, packages: [scanner, scanner-daemon] } }
          healthy: { units: [scanner.service] }
          stands-for: { os: debian, version: "11", locale: C.UTF-8 }
        debian-12:
          driver: qemu
          image: { debian: { suite: bookworm, packages: [scanner, scanner-daemon] } }
          healthy: { units: [scanner.service] }
          stands-for: { os: debian, version: "12", locale: C.UTF-8 }
      suites:
        smoke: [{ catches: samples/threat.txt }, { leaves-alone: samples/clean }]
      """;

  private static final String COVERED =
      """
      os,version,locale,scanner,signatures,hosts
      debian,11,C.UTF-8,0.9,41,310
      debian,12,C.UTF-8,1.4,41,12000
      """;
  private static final String STRANDED =
      """
      os,version,locale,kernel,scanner,signatures,hosts
      debian,12,C.UTF-8,6.1.0-18,1.4,41,"8000"
      debian,12,C.UTF-8,6.1.0-25,1.4,,1400
      debian,12,tr_TR.UTF-8,6.1.0-25,1.4,41,890
      debian,13,C.UTF-8,6.12.0-1,1.4,41,77

      debian,12,C.UTF-8,6.1.0-18,0.9,41,12
      debian,12,C.UTF-8,6.1.0-18,1.3,41,120
      windows,11,,,1.5,41,40
      plan9,4,,,,,0
      """;

  @TempDir private Path home;

  private Shell.Ended check(String table, Object... more) throws IOException {
    Path pipeline = home.resolve("sluice.yaml");
    Files.writeString(pipeline, PIPELINE);
    Path hosts = home.resolve("hosts.csv");
    Files.writeString(hosts, table);
    Object[] words = {"check", "--pipeline", pipeline, "--field", hosts};
    Object[] all = new Object[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return new Shell(home).run(all);
  }

  private String shown(String text) {
    return text.replace(home + "/", "");
  }

  @Test
  void whenEveryHostHasAnEnvironmentThatIsAllThereIsToSay() throws IOException {
    Shell.Ended ended = check(COVERED);

    assertThat(ended.status()).as(ended.err()).isZero();
    Golden.check("field-covered.txt", shown(ended.out()));
  }

  @Test
  void strandedHostsAreShownWithWhatTheyLackAndWhatWouldHelp() throws IOException {
    Shell.Ended ended = check(STRANDED);

    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    Golden.check("field-stranded.txt", shown(ended.out()));
  }

  @Test
  void theSameIsThereAsJson() throws IOException {
    Shell.Ended ended = check(STRANDED, "--json");

    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    Golden.check("field-stranded.json", shown(ended.out()));
    JsonNode field = JsonMapper.shared().readTree(ended.out()).path("field");
    assertThat(field.path("hosts").longValue()).isEqualTo(10539);
    assertThat(field.path("covered").longValue() + field.path("stranded").longValue())
        .isEqualTo(10539);
  }

  @Test
  void theEnvironmentThatIsOfferedClosesTheLargestGap() throws IOException {
    String stanza =
        JsonMapper.shared()
            .readTree(check(STRANDED, "--json").out())
            .path("field")
            .path("stanza")
            .stringValue();
    String name = stanza.substring(0, stanza.indexOf(':'));
    Path pipeline = home.resolve("more.yaml");
    Files.writeString(
        pipeline,
        PIPELINE
            .replace("installed-in: debian-12", "installed-in: [debian-12, " + name + "]")
            .replace("environments:\n", "environments:\n" + stanza.indent(2)));

    Shell.Ended ended =
        new Shell(home)
            .run("check", "--json", "--pipeline", pipeline, "--field", home.resolve("hosts.csv"));

    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(JsonMapper.shared().readTree(ended.out()).path("field").path("stranded").longValue())
        .isEqualTo(249);
  }

  @Test
  void everyMistakeIsNamedByItsPlace() throws IOException {
    Shell.Ended ended =
        check(
            """
            OS,version,hosts,version,,scanner
            debian,11,many,11,x,0.9
            debian,"1
            2",-1,12,x,0 9
            debian,11
            debian,11,1000000000001,11,x,0.9,more,and more
            """);

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    Golden.check("field-mistakes.txt", shown(ended.err()));
  }

  @Test
  void mistakesAreThereAsJson() throws IOException {
    Shell.Ended ended = check("os,hosts\ndebian,x\n", "--json");

    assertThat(ended.status()).isEqualTo(2);
    JsonNode problem = JsonMapper.shared().readTree(ended.out()).path("problems").path(0);
    assertThat(problem.path("line").intValue()).isEqualTo(2);
    assertThat(problem.path("column").intValue()).isEqualTo(8);
    assertThat(problem.path("message").stringValue()).isEqualTo("\"x\" is no number of hosts");
  }

  @Test
  void aTableWithoutHostsOrCommasOrQuotesToItsEndIsRefused() throws IOException {
    assertThat(check("").err()).contains("hosts.csv:1:1: no host is in the file");
    assertThat(check("os,version\n").err()).contains("no host is in the file");
    assertThat(check("os;version;hosts\ndebian;11;3\n").err())
        .contains("hosts.csv:1:1: ", "columns are separated by commas");
    assertThat(check("os,version\ndebian,\"11\nplan9,4\n").err()).contains("not CSV: ");
  }

  @Test
  void whatProgramsWriteDifferentlyIsReadAlike() throws IOException {
    String plain = check(COVERED).out();

    assertThat(check("\ufeff" + COVERED).out()).isEqualTo(plain);
    assertThat(check(COVERED.replace("\n", "\r\n")).out()).isEqualTo(plain);
    assertThat(check(COVERED.replace("debian", "\"debian\"").replace(",", " , ")).out())
        .isEqualTo(plain);
  }

  @Test
  void withoutNumbersEachRowIsOneHost() throws IOException {
    assertThat(check("os,version,locale\n" + "debian,12,C.UTF-8\n".repeat(3)).out())
        .contains("hosts.csv: 3 hosts of 1 kind.");
  }

  @Test
  void aTableIsReadWithinBounds() throws IOException {
    String columns = "a".repeat(1);
    for (int i = 0; i < FieldTable.MOST_COLUMNS; i++) {
      columns += ",c" + i;
    }
    assertThat(check(columns + "\n").err()).contains("more than 64 columns");
    assertThat(check("os\n" + "x".repeat(1_025) + "\n").err())
        .contains("hosts.csv:2:1: 1,025 characters in one place");
    StringBuilder kinds = new StringBuilder("os\n");
    for (int i = 0; i <= 100_000; i++) {
      kinds.append("os").append(i).append('\n');
    }
    assertThat(check(kinds.toString()).err())
        .contains("hosts.csv:100002:1: more than 100,000 kinds of host");
    assertThat(check("os\n" + "debian\n".repeat(FieldTable.MOST_ROWS + 1)).err())
        .contains("hosts.csv:2000002:1: more than 2,000,000 rows");
    assertThat(check("os\n" + "x\u0007y\n".repeat(1_000)).err())
        .contains("50 problems", "a line break or control character")
        .doesNotContain("\u0007");
    assertThat(check("os\n" + "x".repeat(FieldFile.MAX_BYTES)).err())
        .contains("hosts.csv:1:1: the file has more than 64 MiB");
  }

  @Test
  void whatIsNoUtf8OrNoFileSaysSo() throws IOException {
    check(COVERED);
    Path hosts = home.resolve("latin.csv");
    Files.write(hosts, "os,hosts\nd\u00e9bian,1\n".getBytes(StandardCharsets.ISO_8859_1));
    Object[] words = {"check", "--pipeline", home.resolve("sluice.yaml"), "--field"};

    Shell.Ended latin = new Shell(home).run(words[0], words[1], words[2], words[3], hosts);
    assertThat(latin.status()).isEqualTo(2);
    assertThat(latin.err()).contains("latin.csv:2:2: this is not UTF-8");

    Shell.Ended absent =
        new Shell(home).run(words[0], words[1], words[2], words[3], home.resolve("none.csv"));
    assertThat(absent.status()).isEqualTo(2);
    assertThat(absent.err()).contains("no file", "--field takes a CSV file");

    Shell.Ended folder = new Shell(home).run(words[0], words[1], words[2], words[3], home);
    assertThat(folder.status()).isEqualTo(2);
    assertThat(folder.err()).contains("is not a regular file");
  }
}
