package dev.sluice.proving.workplace;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A prover of its own, to be killed: opens a workplace, starts processes that run for ever, prints
 * the work folder and the process ids, and waits.
 */
final class ProverProcess {
  private ProverProcess() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Workplace workplace = Workplace.open(Path.of(arguments[0]));
    out.println(workplace.folder());
    // Nothing on the first one's command line tells whose it is.
    Process plain = workplace.start("plain", List.of("sleep", "1000"), Map.of(), null);
    Process parent =
        workplace.start(
            "parent", List.of("sh", "-c", "sleep 1000 & echo $!; wait"), Map.of(), null);
    String child = parent.inputReader(StandardCharsets.UTF_8).readLine();
    out.println(plain.pid() + " " + parent.pid() + " " + child);
    plain.waitFor();
  }
}
