package dev.sluice.server.runner;

import dev.sluice.model.Result;
import dev.sluice.proving.lab.Product;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.RunResult.WireControl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes runs. Used by several threads at once. */
public interface RunWork {
  /**
   * Makes one run.
   *
   * @param said takes a line for people whenever something happens
   * @throws InterruptedException when nobody wants the result any more; nothing is left running
   * @throws IOException when it could not be made for a reason of this machine's
   */
  Done make(Job job, Consumer<String> said) throws InterruptedException, IOException;

  /**
   * What is to be made, and with what.
   *
   * @param product the pipeline file, in a folder with all that it names
   * @param candidate its file; null of negative controls
   * @param out an empty folder; what lies in it afterwards is the evidence
   */
  record Job(Assignment assignment, Product product, @Nullable Path candidate, Path out) {}

  /**
   * What it came to.
   *
   * @param proof the signed statement; null when there is none
   * @param controls how each negative control went; empty of a candidate's run, and when one could
   *     not tell
   */
  record Done(Result result, String sentence, @Nullable Path proof, List<WireControl> controls) {
    public Done {
      controls = List.copyOf(controls);
    }
  }
}
