package dev.sluice.proving.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the name of an evidence file says: {@code
 * NAME[.retry][.machine-N][.making].boot-N.console.txt}. Ordered as things happened; a run's own
 * files before those of its control runs.
 *
 * @param control number of the control run; -1 for the run itself
 * @param retry whether it is of the second attempt
 * @param machine from 0
 * @param making whether it is of the machine that was to be kept warm, which no candidate was on
 * @param boot of that machine, from 1; 0 while it was made
 */
public record EvidenceFile(
    String fileName, int control, boolean retry, int machine, boolean making, int boot, Kind kind)
    implements Comparable<EvidenceFile> {
  private static final Comparator<EvidenceFile> ORDER =
      Comparator.comparingInt(EvidenceFile::control)
          .thenComparing(EvidenceFile::retry)
          .thenComparingInt(EvidenceFile::machine)
          .thenComparingInt(EvidenceFile::boot)
          .thenComparing(EvidenceFile::kind)
          .thenComparing(EvidenceFile::fileName);

  private static final Pattern REST =
      Pattern.compile(
          "(\\.retry)?(?:\\.machine-([0-9]{1,4}))?(\\.making)?"
              + "\\.boot-([0-9]{1,4})\\.([a-z]+\\.[a-z]+)");
  private static final Pattern CONTROL = Pattern.compile("control-([0-9]{1,4})\\.(.+)");

  /** What is in it. */
  public enum Kind {
    CONSOLE("console.txt"),
    /** What was asked and answered, on the guest channel or by SSH. */
    CHANNEL("channel.txt", "ssh.txt"),
    QMP("qmp.jsonl"),
    SCREEN("screen.png");

    private final String suffix;
    private final String another;

    Kind(String suffix) {
      this(suffix, suffix);
    }

    Kind(String suffix, String another) {
      this.suffix = suffix;
      this.another = another;
    }

    private boolean is(String ending) {
      return ending.equals(suffix) || ending.equals(another);
    }
  }

  /**
   * Reads a file's name.
   *
   * @param run what the names of one run's files begin with
   * @return empty for a file of another run, or that is no boot's
   */
  public static Optional<EvidenceFile> of(String fileName, String run) {
    Matcher control = CONTROL.matcher(fileName);
    boolean ofControl = !fileName.startsWith(run + ".") && control.matches();
    String own = ofControl ? control.group(2) : fileName;
    if (!own.startsWith(run + ".")) {
      return Optional.empty();
    }
    Matcher rest = REST.matcher(own.substring(run.length()));
    return rest.matches()
        ? Stream.of(Kind.values())
            .filter(kind -> kind.is(rest.group(5)))
            .findFirst()
            .map(
                kind ->
                    new EvidenceFile(
                        fileName,
                        ofControl ? Integer.parseInt(control.group(1)) : -1,
                        rest.group(1) != null,
                        rest.group(2) == null ? 0 : Integer.parseInt(rest.group(2)),
                        rest.group(3) != null,
                        Integer.parseInt(rest.group(4)),
                        kind))
        : Optional.empty();
  }

  /** All files of one run and its control runs, in order. */
  public static List<EvidenceFile> of(List<String> fileNames, String run) {
    return fileNames.stream().flatMap(file -> of(file, run).stream()).sorted().toList();
  }

  /**
   * One kind of the attempt that counts, boot by boot: the second one, if there was one. Where no
   * machine came as far as the run, those of the one that was to be kept warm.
   */
  public static List<EvidenceFile> ofRun(List<EvidenceFile> files, Kind kind) {
    boolean retried = files.stream().anyMatch(f -> f.control < 0 && f.retry);
    return ofItself(files, kind).stream().filter(f -> f.retry == retried).toList();
  }

  /** The same of all attempts. */
  public static List<EvidenceFile> ofItself(List<EvidenceFile> files, Kind kind) {
    List<EvidenceFile> own = files.stream().filter(f -> f.control < 0 && f.kind == kind).toList();
    boolean began = own.stream().anyMatch(f -> !f.making);
    return own.stream().filter(f -> !f.making || !began).toList();
  }

  /** The newest control run's file of the same boot. */
  public Optional<EvidenceFile> inControl(List<EvidenceFile> files) {
    return files.stream()
        .filter(f -> f.control >= 0 && f.machine == machine && f.boot == boot && f.kind == kind)
        .reduce((older, newer) -> newer);
  }

  @Override
  public int compareTo(EvidenceFile other) {
    return ORDER.compare(this, other);
  }
}
