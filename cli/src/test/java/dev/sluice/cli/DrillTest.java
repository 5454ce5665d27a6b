package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.drill.Drill;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DrillTest {
  private static final String FILE =
      """
      sluice-outcomes: 1
      place: Birch Clinic
      outcomes:
        admission:
          says: a patient is admitted
          people: 60
          harm-after: 2 h
          needs: [records]
          fallback: { says: paper forms, keeps-for: 8 h, exercised: 2026-01-20 }
        bill:
          says: a bill is sent
          harm-after: 30 d
          needs: [records]
      services:
        records: { needs: [] }
      """;

  @TempDir private Path home;
  private Path file = Path.of("outcomes.yaml");

  @BeforeEach
  void write() throws IOException {
    file = home.resolve("outcomes.yaml");
    Files.writeString(file, FILE);
  }

  private Path record() {
    return home.resolve("drills.jsonl");
  }

  private Shell.Ended sluice(Object... words) {
    Object[] all = new Object[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--file";
    all[words.length + 1] = file;
    return new Shell(home).run(all);
  }

  private static Drill drill(String notes) {
    return new Drill(
        "admission", "paper forms", LocalDate.of(2026, 1, 31), Drill.Found.WORKED, "Ward 3", notes);
  }

  @Test
  void aFailedDrillIsFeltInEveryAnswer() throws IOException {
    assertThat(sluice("impact", "service", "records").out()).contains("the fallback holds");

    Shell.Ended ended =
        sluice("drill", "record", "admission", "--found", "partly", "--by", "Ward 3");

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("drills.jsonl", "does not count, until a later drill works");
    assertThat(sluice("impact", "service", "records").out().replaceAll("\\s+", " "))
        .doesNotContain("the fallback holds")
        .contains("does not count, since it was tried today and did not wholly work");
    assertThat(sluice("impact", "spof", "--json").out()).contains("\"held\" : false");
    Path page = home.resolve("impact.html");
    sluice("impact", "report", "--out", page);
    assertThat(Files.readString(page)).contains("tried today, did not wholly work", "due now");
    var answer =
        JsonMapper.shared().readTree(sluice("impact", "service", "records", "--json").out());
    assertThat(answer.at("/outcomes/0/does-not-stand-in/0/reason").stringValue())
        .isEqualTo("failed-its-drill");
    assertThat(sluice("impact", "service", "records", "--today", "2026-02-02").out())
        .as("the day before the drill")
        .contains("the fallback holds");

    sluice("drill", "record", "admission", "--found", "worked", "--by", "Ward 3");
    assertThat(sluice("impact", "service", "records").out()).contains("the fallback holds");
    assertThat(Files.readAllLines(record())).hasSize(2);
  }

  @Test
  void checkStopsWhereThePolicyAsksForADrillThatFailed() throws IOException {
    Files.writeString(file, FILE + "policy: { exercised-within: 90 }\n");
    assertThat(sluice("drill", "plan").out()).doesNotContain("now");

    sluice("drill", "record", "admission", "--found", "did-not-work", "--by", "Ward 3");

    assertThat(new Shell(home).run("check", "--outcomes", file).out().replaceAll("\\s+", " "))
        .contains("was tried today and did not wholly work");
    assertThat(new Shell(home).run("check", "--outcomes", file, "--json").out())
        .contains("was tried today and did not wholly work");
  }

  @Test
  void aDrillIsNoPartOfAChange() throws IOException {
    Path elsewhere = Files.createDirectory(home.resolve("old")).resolve("outcomes.yaml");
    Files.writeString(elsewhere, FILE);
    sluice("drill", "record", "admission", "--found", "did-not-work", "--by", "Ward 3");

    Shell.Ended ended = new Shell(home).run("impact", "diff", elsewhere, file, "--gate");

    assertThat(ended.status()).as(ended.out()).isZero();
  }

  @Test
  void thePlanNamesWhatIsDueAndWhatHasNoFallback() {
    Shell.Ended due = sluice("drill", "plan", "--today", "2027-02-01");
    assertThat(due.out()).containsPattern("now +admission +last tried 12 months ago");
    assertThat(due.out()).contains("Without a fallback: bill");

    var json = JsonMapper.shared().readTree(sluice("drill", "plan", "--json").out());
    assertThat(json.at("/drills/0/due").booleanValue()).isFalse();
    assertThat(json.at("/drills/0/by").stringValue()).isEqualTo("2027-01-20");
    assertThat(json.at("/without-fallback/0").stringValue()).isEqualTo("bill");
  }

  @Test
  void theCardIsWrittenForTheOutcomeThatIsNamed() throws IOException {
    Path card = home.resolve("cards/admission.html");

    Shell.Ended ended = sluice("drill", "plan", "--outcome", "admission", "--card", card);

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("The card for admission is in");
    assertThat(Files.readString(card))
        .contains("a patient is admitted", "Paper forms", "Birch Clinic", "8 hours")
        .doesNotContain("<script", "<svg", "http://", "https://");

    assertThat(sluice("drill", "plan", "--outcome", "bill", "--card", card).err())
        .contains("has no fallback to try", "outcomes.bill.fallback");
    assertThat(sluice("drill", "plan", "--outcome", "admision", "--card", card).err())
        .contains("did you mean admission?");
    assertThat(sluice("drill", "plan", "--card", card, "--url", "javascript:alert(1)").err())
        .contains("--url is no address such as");
    assertThat(sluice("drill", "plan", "--card", file).err())
        .contains("is the file of outcomes itself");
  }

  @Test
  void anAddressIsAsLongAsACodeCanCarryInPrintAndNoLonger() throws IOException {
    Path card = home.resolve("card.html");
    String begin = "https://clinic.example/";
    String longest = begin + "a".repeat(300 - begin.length());

    assertThat(sluice("drill", "plan", "--card", card, "--url", longest).status()).isZero();
    assertThat(Files.readString(card)).contains(longest);
    assertThat(sluice("drill", "plan", "--card", card, "--url", longest + "a").err())
        .contains("at most 300 characters");
    // Six times as long once it is written in ASCII.
    assertThat(sluice("drill", "plan", "--card", card, "--url", begin + "é".repeat(200)).err())
        .contains("at most 300 characters");
  }

  @Test
  void whatIsNotADrillIsNotRecorded() {
    assertThat(sluice("drill", "record", "admission", "--found", "well", "--by", "A").err())
        .contains("none of worked, partly, did-not-work");
    assertThat(
            sluice(
                    "drill",
                    "record",
                    "admission",
                    "--found",
                    "worked",
                    "--by",
                    "A",
                    "--on",
                    "2026-02-04")
                .err())
        .contains("is after today, 2026-02-03");
    assertThat(sluice("drill", "record", "bill", "--found", "worked", "--by", "A").err())
        .contains("has no fallback to try");
    assertThat(sluice("drill", "record", "admission", "--found", "worked", "--by", " ").status())
        .isEqualTo(2);
    assertThat(record()).doesNotExist();
  }

  @Test
  void recordsAreListedLatestDayFirst() {
    assertThat(sluice("drill", "list").out()).contains("No drill is recorded");
    sluice(
        "drill",
        "record",
        "admission",
        "--found",
        "partly",
        "--by",
        "Ward 3",
        "--notes",
        "no pens\nno light");
    sluice(
        "drill",
        "record",
        "admission",
        "--found",
        "worked",
        "--by",
        "Ward 4",
        "--on",
        "2026-01-05");

    assertThat(sluice("drill", "list").out())
        .containsPattern("(?s)2026-02-03 .*partly.*Ward 3: no pens no light.*2026-01-05.*Ward 4");
    var json = JsonMapper.shared().readTree(sluice("drill", "list", "--json").out());
    assertThat(json.at("/drills/0/notes").stringValue()).isEqualTo("no pens\nno light");
  }

  @Test
  void aLineThatWasCutOffIsPassedOverAndItsPlaceTaken() throws IOException {
    sluice("drill", "record", "admission", "--found", "did-not-work", "--by", "Ward 3");
    String whole = Files.readString(record());
    Files.writeString(record(), "{\"format\":1,\"outcome\":\"adm", StandardOpenOption.APPEND);

    assertThat(sluice("drill", "list").err()).contains("was cut off and is passed over");
    assertThat(sluice("impact", "service", "records").out()).contains("tried today and did not");

    Shell.Ended ended =
        sluice("drill", "record", "admission", "--found", "worked", "--by", "Ward 3");
    assertThat(ended.err()).contains("was cut off, and is gone");
    assertThat(Files.readString(record())).startsWith(whole).endsWith("}\n");
    assertThat(Files.readAllLines(record())).hasSize(2);
  }

  @Test
  void aLastLineWithoutItsEndCountsWhenItIsWhole() throws IOException {
    sluice("drill", "record", "admission", "--found", "did-not-work", "--by", "Ward 3");
    Files.writeString(record(), Files.readString(record()).stripTrailing());

    assertThat(sluice("drill", "list").out()).contains("did not work");
    sluice("drill", "record", "admission", "--found", "worked", "--by", "Ward 4");

    assertThat(Files.readAllLines(record())).hasSize(2);
  }

  @Test
  void aDamagedLineStopsEveryAnswerWithItsPlace() throws IOException {
    sluice("drill", "record", "admission", "--found", "did-not-work", "--by", "Ward 3");
    Files.writeString(record(), "not JSON\n" + Files.readString(record()));

    Shell.Ended ended = sluice("impact", "service", "records");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("drills.jsonl:1:1: not JSON", "docs/formats/drills.md");

    Files.writeString(record(), "{\"format\":2,\"outcome\":\"admission\"}");
    assertThat(sluice("impact", "service", "records").err())
        .as("a newer format is not taken for a line that was cut off")
        .contains("format 2 is not known");
  }

  @Test
  void aFullDiskLeavesTheRecordAsItWas() throws IOException {
    var file = new DrillFile(record());
    file.add(drill("first"));
    byte[] before = Files.readAllBytes(record());
    for (int room = 0; room < 80; room += 7) {
      int most = room;
      var full =
          new DrillFile(
              record(),
              (channel, bytes, at) -> {
                long left = before.length + most - at;
                if (left <= 0) {
                  throw new IOException("No space left on device");
                }
                int limit = bytes.limit();
                bytes.limit((int) Math.min(limit, bytes.position() + left));
                int written = channel.write(bytes, at);
                bytes.limit(limit);
                return written;
              });

      assertThatThrownBy(() -> full.add(drill("second")))
          .isInstanceOf(Unusable.class)
          .hasMessageContaining("nothing was recorded: No space left");
      assertThat(Files.readAllBytes(record())).isEqualTo(before);
    }
  }

  @Test
  void whereverTheLastLineIsCutNoEarlierRecordIsLost() throws IOException {
    var file = new DrillFile(record());
    file.add(drill("first"));
    long first = Files.size(record());
    file.add(drill("sécond"));
    byte[] both = Files.readAllBytes(record());
    for (int length = (int) first; length < both.length; length++) {
      Files.write(record(), Arrays.copyOf(both, length));
      var content = new DrillFile(record()).read();
      assertThat(content.drills().all().getFirst()).isEqualTo(drill("first"));
      assertThat(content.drills().all()).hasSize(length == both.length - 1 ? 2 : 1);
      new DrillFile(record()).add(drill("third"));
      assertThat(new DrillFile(record()).read().drills().all()).last().isEqualTo(drill("third"));
    }
  }

  @Test
  void theGoldenRecordIsReadAndWrittenAsInFormat1() throws IOException {
    Path golden =
        Path.of(System.getProperty("sluice.root", ".."))
            .resolve("cli/src/test/resources/dev/sluice/cli/format-1.drills.jsonl");
    var drills = new DrillFile(golden).read().drills().all();

    assertThat(drills).hasSize(3);
    for (Drill drill : drills) {
      new DrillFile(record()).add(drill);
    }
    assertThat(Files.readString(record())).isEqualTo(Files.readString(golden));
    assertThat(Sha256.of(Files.readAllBytes(golden)).hex())
        .as("the golden file of a published format stays as it is")
        .isEqualTo("d59616c1da1c207218198369ef94e976f1e01c3f1ee36c37d1a93ae321acbc6d");
  }
}
