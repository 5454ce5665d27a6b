package dev.sluice.model.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A concrete place to prove in.
 *
 * @param standsFor the platform selector: facts that a host's platform must match; at least one
 * @param deadline for one boot or one command; null to derive it from measured boots
 * @param mostFlakes in percent of recent runs: above it the environment gives no proof until
 *     someone has looked
 */
public record EnvironmentSpec(
    String name,
    Driver driver,
    SortedMap<String, String> standsFor,
    @Nullable Duration deadline,
    Health health,
    int mostFlakes) {
  /** Where the file says nothing. */
  public static final int DEFAULT_MOST_FLAKES = 10;

  private static final Pattern FACT = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

  /** Whether a fact of a platform can be called so. */
  public static boolean isFact(String name) {
    return FACT.matcher(name).matches();
  }

  public EnvironmentSpec {
    standsFor = new TreeMap<>(standsFor);
  }

  /**
   * What {@code healthy} asks of a machine with systemd beyond the owner's verb.
   *
   * @param units that must be active
   * @param settle how long nothing may go wrong before it is believed
   */
  public record Health(List<String> units, Duration settle) {
    /** Where the file says nothing. */
    public static final Health DEFAULT = new Health(List.of(), Duration.ofSeconds(1));

    public Health {
      units = List.copyOf(units);
    }
  }

  /** How a place is reached and powered. */
  public sealed interface Driver {}

  /**
   * A QEMU virtual machine.
   *
   * @param stateMount where the disk is mounted that persists over boots; of small guests only
   * @param memoryMebibytes of the guest, 64 to 65536
   * @param parameters added to the kernel command line of the image
   */
  public record Qemu(
      Image image,
      Architecture architecture,
      Firmware firmware,
      Network network,
      String stateMount,
      int memoryMebibytes,
      List<String> parameters)
      implements Driver {
    public Qemu {
      parameters = List.copyOf(parameters);
    }

    /** Whether releases reach the disk only through the running machine. */
    public boolean isWhole() {
      return switch (image) {
        case Image.Script _, Image.Files _ -> false;
        case Image.Debian _, Image.Disk _ -> true;
      };
    }
  }

  /** Processor of a guest. */
  public enum Architecture {
    AMD64,
    ARM64
  }

  /** What starts a guest. */
  public enum Firmware {
    BIOS,
    UEFI
  }

  /** What a guest can reach. */
  public enum Network {
    NONE,
    /** A network card with an address, by which nothing is reached: neither the host nor beyond. */
    CLOSED
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

    /** A Debian system made from packages, cached by content. */
    record Debian(DebianRecipe recipe) implements Image {}

    /** The user's own disk, qcow2 or raw, of any operating system; it is never written to. */
    record Disk(String file) implements Image {}
  }

  /**
   * A process sandbox on the machine that proves: no kernel of its own.
   *
   * @param start the application's own start, run at every cold start and left running; null when
   *     there is nothing to start
   * @param stateMount where the folder is that persists over restarts
   */
  public record Sandbox(Root root, @Nullable Command start, String stateMount, SandboxBounds bounds)
      implements Driver {}

  /** The file system of a sandbox, read-only inside. */
  public sealed interface Root {
    /** A Debian system made from packages. */
    record Debian(DebianRecipe recipe) implements Root {}

    /** A folder that exists. */
    record Folder(String folder) implements Root {}
  }

  /**
   * What a sandbox may use.
   *
   * @param cpuPercent of one processor
   * @param processes at once
   * @param diskMebibytes of the state folder
   */
  public record SandboxBounds(
      int memoryMebibytes, int cpuPercent, int processes, int diskMebibytes) {}

  /**
   * A machine of the owner's, reached by SSH and brought to a known state by the owner's commands,
   * which run on the machine that proves.
   *
   * @param inputs folder on the machine for the prover's files
   * @param restore brings it, switched off, to the known state
   * @param console prints what the console has said since the last start; null when there is none
   * @param screenshot writes a PNG to the appended path; null when there is no display
   */
  public record OwnMachine(
      Ssh ssh,
      Shell shell,
      String inputs,
      Command restore,
      Command powerOn,
      Command powerOff,
      @Nullable Command console,
      @Nullable Command screenshot)
      implements Driver {}

  /**
   * How to log in.
   *
   * @param identity file with the private key, relative to the pipeline file
   * @param hostKeys file with the pinned host keys, one {@code known_hosts} line each
   */
  public record Ssh(String host, int port, String user, String identity, String hostKeys) {}

  /** What understands the prover's questions on a machine. */
  public enum Shell {
    POSIX,
    POWERSHELL
  }
}
