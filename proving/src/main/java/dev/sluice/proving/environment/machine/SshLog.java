package dev.sluice.proving.environment.machine;

import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.workplace.Transcript;
import java.nio.charset.StandardCharsets;

/** The exchange with one boot, for people: what was asked and answered, no keys, bounded. */
final class SshLog {
  private final Transcript text = new Transcript(1024 * 1024);

  void asked(String id, String script) {
    write("> " + id + "\n" + script.indent(2));
  }

  void answered(String id, Exited exited) {
    write(
        "< "
            + id
            + " status "
            + exited.status()
            + ", "
            + exited.guestTime().toMillis()
            + " ms\n"
            + exited.output().indent(2));
  }

  void note(String what) {
    write("- " + what + "\n");
  }

  String text() {
    return text.text();
  }

  private void write(String lines) {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    text.write(bytes, 0, bytes.length);
  }
}
