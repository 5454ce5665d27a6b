package dev.sluice.cli;

import dev.sluice.proving.lab.Answer;
import dev.sluice.proving.lab.Lab;
import dev.sluice.proving.lab.LabFolders;
import dev.sluice.proving.lab.Product;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call to the lab: with this user's folders and key, and ended properly by Ctrl-C. */
final class LabCall {
  private static final String KEY = "lab";

  private final Program program;
  private final Product product;
  private final PrintStream err;

  /**
   * A call that is not made yet.
   *
   * @param err for notes: of a new key, of having been stopped
   */
  LabCall(Program program, Product product, PrintStream err) {
    this.program = program;
    this.product = product;
    this.err = err;
  }

  /** What is asked of the lab. */
  interface Question {
    Answer ask(Lab lab) throws InterruptedException;
  }

  /**
   * Asks, and shows how it goes.
   *
   * @param shown made when everything needed is there; closed when the answer is
   * @return null when somebody stopped it: then nothing is to be said but that
   */
  @Nullable Answer make(Supplier<Progress> shown, Question question) throws IOException {
    LabFolders folders = program.folders().lab();
    LabKey key = key();
    try (var interruption = Interruption.handled(err);
        Progress progress = shown.get()) {
      var lab = new Lab(product, folders, key, program.clock(), program.cores(), progress);
      Answer answer = question.ask(lab);
      return interruption.isStopped() ? null : answer;
    } catch (InterruptedException e) {
      return null;
    }
  }

  private LabKey key() {
    var keyring = new Keyring(program.folders().keys());
    Keyring.Opened opened = keyring.openOrCreate(KEY);
    if (opened.created()) {
      err.println(
          "made a lab key, which signs what this lab proves: "
              + program.folders().spoken(keyring.privateFile(KEY)));
    }
    return opened.key();
  }
}
