package dev.sluice.model.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A concrete place to prove in.
 *
 * @param standsFor the platform selector: facts that a host's platform must match; at least one
 * @param deadline for one boot or one command; null to derive it from measured boots
 */
public record EnvironmentSpec(
    String name, Driver driver, SortedMap<String, String> standsFor, @Nullable Duration deadline) {
  public EnvironmentSpec {
    standsFor = new TreeMap<>(standsFor);
  }

  /** How a place is reached and powered. */
  public sealed interface Driver {}

  /**
   * A QEMU virtual machine.
   *
   * @param memoryMebibytes of the guest, 64 to 65536
   * @param parameters added to the kernel command line of the image
   */
  public record Qemu(Image image, String stateMount, int memoryMebibytes, List<String> parameters)
      implements Driver {
    public Qemu {
      parameters = List.copyOf(parameters);
    }
  }

  /** Where a guest comes from. */
  public sealed interface Image {
    /**
     * Built by the owner's script, cached by the content of the script and its inputs.
     *
     * @param inputs further files and folders that the script reads
     */
    record Script(String script, List<String> inputs) implements Image {
      public Script {
        inputs = List.copyOf(inputs);
      }
    }

    /** Files that exist. The state disk is raw ext4. */
    record Files(String kernel, String initrd, String state, String cmdline) implements Image {}
  }
}
