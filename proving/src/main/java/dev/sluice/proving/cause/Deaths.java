package dev.sluice.proving.cause;

import dev.sluice.proving.environment.Death;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts a machine's end into words. */
public final class Deaths {
  private Deaths() {}

  /**
   * The cause that a machine's end is.
   *
   * @param during what was being done, such as {@code while booting}; for the sentence
   */
  public static Cause cause(Death death, String console, String during) {
    Optional<ConsoleTrouble> trouble = ConsoleTrouble.find(console);
    Optional<Stranding> stranding = stranding(death, console);
    List<String> lines =
        stranding
            .map(Stranding::lines)
            .or(() -> trouble.map(ConsoleTrouble::lines))
            .orElse(lastLines(console));
    if (trouble.map(ConsoleTrouble::ofTheHost).orElse(false)) {
      return new Cause(
          Cause.INFRASTRUCTURE, trouble.orElseThrow().sentence() + " " + during, lines);
    }
    String code =
        switch (death.kind()) {
          case PANICKED -> Cause.PANICKED;
          case REBOOTED ->
              trouble.map(ConsoleTrouble::panicked).orElse(false)
                  ? Cause.PANICKED
                  : stranding.isPresent() ? Cause.STRANDED : Cause.REBOOTED;
          case POWERED_OFF -> Cause.POWERED_OFF;
          case SILENT -> Cause.SILENT;
          case CHANNEL_SILENT -> Cause.CHANNEL_SILENT;
          case STRANDED -> Cause.STRANDED;
          case APPLICATION_ENDED -> Cause.APPLICATION_ENDED;
          case OVER_BOUND -> Cause.OVER_LIMIT;
          case EMULATOR_ENDED -> Cause.INFRASTRUCTURE;
        };
    String after = String.format(Locale.ROOT, "%.1f s", death.sinceStart().toMillis() / 1000.0);
    String what =
        switch (code) {
          case Cause.PANICKED ->
              trouble.map(ConsoleTrouble::sentence).orElse("the kernel panicked after " + after)
                  + (trouble.isPresent() && trouble.get().loading() != null ? "" : " " + during);
          case Cause.REBOOTED -> "the machine rebooted by itself after " + after + " " + during;
          case Cause.POWERED_OFF -> "the machine switched itself off after " + after + " " + during;
          case Cause.SILENT ->
              "the machine did not answer within "
                  + after
                  + " "
                  + during
                  + trouble.map(t -> "; " + t.sentence()).orElse("");
          case Cause.CHANNEL_SILENT ->
              "the machine runs, but its guest channel is silent after "
                  + after
                  + " "
                  + during
                  + (death.detail().isEmpty() ? "" : ": " + death.detail());
          case Cause.STRANDED ->
              "the machine stopped on its way up after "
                  + after
                  + stranding.map(s -> ": " + s.what()).orElse(" " + during);
          case Cause.APPLICATION_ENDED ->
              "the application ended by itself ("
                  + death.detail()
                  + ") after "
                  + after
                  + " "
                  + during;
          case Cause.OVER_LIMIT ->
              "it was stopped after " + after + " " + during + ": " + death.detail();
          default -> "the virtual machine itself ended " + during + ": " + death.detail();
        };
    return new Cause(code, what.strip(), lines);
  }

  /** A machine that resets itself may have been told to, in place of waiting for somebody. */
  private static Optional<Stranding> stranding(Death death, String console) {
    return switch (death.kind()) {
      case STRANDED -> Stranding.find(console);
      case REBOOTED ->
          ConsoleTrouble.find(console).isPresent() ? Optional.empty() : Stranding.find(console);
      case PANICKED,
          POWERED_OFF,
          SILENT,
          CHANNEL_SILENT,
          APPLICATION_ENDED,
          OVER_BOUND,
          EMULATOR_ENDED ->
          Optional.empty();
    };
  }

  private static List<String> lastLines(String console) {
    List<String> lines =
        console.lines().map(ConsoleTrouble::clean).filter(l -> !l.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - 4), lines.size());
  }
}
