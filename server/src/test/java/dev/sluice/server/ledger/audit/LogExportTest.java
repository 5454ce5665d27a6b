package dev.sluice.server.ledger.audit;

import static dev.sluice.server.ledger.Told.SENSOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Digest;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogExportTest {
  private static final Instant NOW = Instant.parse("2026-03-03T08:00:00Z");
  private static final LabKey KEY = LabKey.generate("log", new SecureRandom());
  private static final LabKey OTHER = LabKey.generate("other", new SecureRandom());

  private static List<String> export(int entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogExport.write(new AuditTest.Loose(AuditTest.log("ann", entries)), SENSOR, KEY, NOW, out);
    return new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
  }

  private static LogExport.Examined examine(List<String> lines, LabPublicKey... trusted)
      throws IOException {
    byte[] bytes = String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8);
    return LogExport.examine(new ByteArrayInputStream(bytes), List.of(trusted), null);
  }

  private static void unsound(List<String> lines, String told) throws IOException {
    assertThat(examine(lines, KEY.publicKey()))
        .isInstanceOfSatisfying(
            LogExport.Examined.Unsound.class,
            unsound -> assertThat(unsound.sentence()).contains(told));
  }

  @Test
  void anExportIsExaminedWithoutTheServer() throws IOException {
    List<String> lines = export(2000);
    Digest last = new Digest(AuditTest.log("ann", 2000).getLast().hash());

    assertThat(lines).hasSize(2001);
    assertThat(examine(lines, OTHER.publicKey(), KEY.publicKey()))
        .isEqualTo(
            new LogExport.Examined.Sound(
                new Head(SENSOR, 2000, last, NOW), List.of(KEY.publicKey())));
  }

  private static LogExport.Examined examine(int entries, KeptHead kept) throws IOException {
    byte[] bytes = String.join("\n", export(entries)).getBytes(StandardCharsets.UTF_8);
    return LogExport.examine(new ByteArrayInputStream(bytes), List.of(KEY.publicKey()), kept);
  }

  @Test
  void aHeadThatWasKeptIsHeldAgainstIt() throws IOException {
    String fourth = AuditTest.log("ann", 10).get(3).hash();

    assertThat(examine(10, KeptHead.of("4:" + fourth)))
        .isInstanceOf(LogExport.Examined.Sound.class);
    assertThat(examine(10, new KeptHead(5, fourth)))
        .isEqualTo(
            new LogExport.Examined.Unsound(
                "event 5 is not the one of the head that was given: the log was written anew"));
    assertThat(examine(3, new KeptHead(4, fourth)))
        .isEqualTo(
            new LogExport.Examined.Unsound(
                "the log ends with event 3, and the head that was given is of event 4: its end was"
                    + " cut off"));
    assertThat(examine(0, new KeptHead(4, fourth))).isInstanceOf(LogExport.Examined.Unsound.class);
  }

  @Test
  void anEmptyLogIsExportedToo() throws IOException {
    assertThat(examine(export(0), KEY.publicKey())).isInstanceOf(LogExport.Examined.Sound.class);
  }

  @Test
  void whatSomebodyChangedIsRefused() throws IOException {
    List<String> edited = export(10);
    edited.set(4, edited.get(4).replace("\"ann\"", "\"bob\""));
    unsound(edited, "event 5 was edited");

    List<String> removed = export(10);
    removed.remove(4);
    unsound(removed, "event 5 is missing");

    List<String> cut = export(10);
    cut.remove(9);
    unsound(cut, "its signed head is event 10 of kernel-sensor, and its lines end with event 9");

    List<String> unsigned = export(10);
    unsigned.removeLast();
    unsound(unsigned, "its last line is no signed head");

    List<String> foreign = export(10);
    foreign.set(9, "{}");
    unsound(foreign, "a line is no entry of a log");

    unsound(List.of(), "no signed head");
    assertThat(examine(export(10), OTHER.publicKey()))
        .isEqualTo(new LogExport.Examined.Unsound("no key that is trusted signed its head"));
  }
}
