package dev.sluice.proving.check;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What is asked of a machine with a POSIX shell that does not run Linux: no {@code /proc}, no
 * {@code /run}, and of each tool that POSIX does not have, another where the first is missing.
 */
final class PortableQuestions implements Questions {
  private static final String PLACE = "/var/tmp/sluice";
  private static final String WORK = PLACE + "/work";

  /** Beside the samples' folder, so that no sample can have its name. */
  private static final String OUT = PLACE + "/probe.out";

  /** With seconds behind a point, which BSD's and GNU's {@code date} both take. */
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("MMddHHmmuuuu.ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Sets {@code t} to the seconds since the boot, or since 1970 where nothing tells the boot. */
  private static final String UPTIME =
      """
      sluice_up() {
        t=
        [ ! -r /proc/uptime ] || read -r t _ </proc/uptime
        [ -z "$t" ] || return 0
        t=$(date +%s)
        b=$(sysctl -n kern.boottime 2>/dev/null) || return 0
        b=${b#*sec = }
        b=${b%%[!0-9]*}
        [ -z "$b" ] || t=$((t - b))
      }
      """;

  /** The SHA-256 of standard input; fails where nothing on the machine makes one. */
  private static final String DIGEST =
      """
      sluice_has() { command -v "$1" >/dev/null 2>&1; }
      sluice_digest() {
        if sluice_has sha256sum; then sha256sum
        elif sluice_has shasum; then shasum -a 256
        elif sluice_has openssl; then openssl dgst -sha256 -r
        fi | { read -r h _ && echo "$h"; }
      }
      """;

  /**
   * A line for each file named on standard input. The last resort is POSIX's own: a CRC and the
   * size, written as if they were a digest, tell a file that was changed or taken away.
   */
  private static final String LIST =
      """
      sluice_each() { tr '\\n' '\\0' | xargs -0 "$@"; }
      sluice_list() {
        if sluice_has sha256sum; then sluice_each sha256sum
        elif sluice_has shasum; then sluice_each shasum -a 256
        elif sluice_has openssl; then sluice_each openssl dgst -sha256 -r
        else
          while IFS= read -r p; do
            c=$(cksum <"$p") || return 1
            set -- $c
            printf '%032d%032d  %s\\n' "$1" "$2" "$p"
          done
        fi
      }
      sluice_path() {
        readlink -f "$1" 2>/dev/null ||
          (cd -P "$(dirname "$1")" && printf '%s\\n' "${PWD%/}/${1##*/}")
      }
      """;

  /** What a Mac or a BSD needs to come up, whatever the owner lists. */
  private static final String ALWAYS =
      "/sbin/launchd /sbin/init /bin/sh /sbin/mount /usr/bin/login /usr/lib/dyld /usr/sbin/sshd"
          + " /libexec/ld-elf.so.1 /lib/libc.so.7";

  private final String inputs;
  private final PosixQuestions others;

  /**
   * Questions to one machine.
   *
   * @param inputs folder on the machine with the prover's files
   * @param subject what is asked, whatever the step
   */
  PortableQuestions(String inputs, Subject subject) {
    this.inputs = inputs;
    this.others = new PosixQuestions(inputs, subject);
  }

  @Override
  public String alone(Step step) {
    return script(step);
  }

  @Override
  public String together(int first, List<String> names, List<Step> steps, List<Boolean> needed) {
    return UPTIME
        + Sections.script(
            first, names, steps.stream().map(this::script).toList(), needed, "sluice_up");
  }

  private String script(Step step) {
    return switch (step) {
      case Step.Catches s -> probes(s.probe().words(), s.samples(), false);
      case Step.LeavesAlone s -> probes(s.probe().words(), s.samples(), true);
      case Step.Remember s -> vital(s.vital());
      case Step.Unchanged s -> vital(s.vital());
      case Step.ClockAt s -> "date -u " + CLOCK.format(s.time());
      case Step.InForceIs _,
          Step.Healthy _,
          Step.Within _,
          Step.TakeLive _,
          Step.Owner _,
          Step.Reach _ ->
          others.alone(step);
    };
  }

  private static String vital(List<String> paths) {
    String named = paths.isEmpty() ? "" : " " + Quoting.posix(paths);
    return DIGEST
        + LIST
        + ("for p in " + ALWAYS + named)
        + "; do [ ! -e \"$p\" ] || sluice_path \"$p\"; done | sort -u | while IFS= read -r p; do"
        + " if [ -d \"$p\" ]; then find \"$p\" -xdev -type f; else printf '%s\\n' \"$p\"; fi; done"
        + (" | sort -u | head -n " + (Vital.MOST_FILES + 1))
        + (" | sluice_list && echo " + Vital.END);
  }

  /** Shows each sample as a writable copy, as a host has it. */
  private String probes(List<String> probe, List<Sample> samples, boolean digest) {
    var script = new StringBuilder(digest ? DIGEST : "");
    script.append("mkdir -p " + WORK + "\n");
    for (int i = 0; i < samples.size(); i++) {
      String name = samples.get(i).name();
      String copy = Quoting.posix(WORK + "/" + name.substring(name.lastIndexOf('/') + 1));
      String original = Quoting.posix(inputs + "/" + samples.get(i).inInputs());
      // A verb that says "flagged" to a file that is not there has caught nothing.
      script.append("cp ").append(original).append(' ').append(copy).append(" || exit 3\n");
      script.append(Quoting.posix(probe)).append(' ').append(copy);
      script.append(" >" + OUT + " 2>&1; r=$?\nh=\n");
      if (digest) {
        script.append(left(copy, original, samples.get(i).digest().hex()));
      }
      script.append("echo \"sluice-probe ").append(i).append(" $r $h\"\n");
      script.append("[ $r -lt 2 ] || head -c 300 " + OUT + "\n");
    }
    return script.append("rm -rf " + PLACE).toString();
  }

  /** Without digests a copy is what it was when it is still the same as the original. */
  private static String left(String copy, String original, String digest) {
    return """
        if [ -e %1$s ]; then
          h=$(sluice_digest <%1$s) || { cmp -s %2$s %1$s && h=%3$s || h=%4$s; }
        fi
        """
        .formatted(copy, original, digest, "0".repeat(64));
  }
}
