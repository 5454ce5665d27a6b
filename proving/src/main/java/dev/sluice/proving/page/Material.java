package dev.sluice.proving.page;

import dev.sluice.model.Combination;
import dev.sluice.model.Result;
import dev.sluice.proving.history.PastFile;
import dev.sluice.proving.plan.PlannedRun;
import dev.sluice.proving.report.EvidenceFile;
import dev.sluice.proving.report.EvidenceFile.Kind;
import dev.sluice.proving.report.ProveReport;
import dev.sluice.proving.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was read from files of evidence for one run.
 *
 * @param failed the console of its last boot; null for a run that passed, or without one
 * @param passed a console of a run that passed, of the same boot
 */
record Material(
    @Nullable Console failed, @Nullable Console passed, List<Page.Screenshot> screenshots) {
  static final Material NONE = new Material(null, null, List.of());

  private static final int MOST_SHOWN = 6;
  private static final long MOST_SCREEN_BYTES = 512 * 1024L;
  private static final long MOST_SCREENS_BYTES = 4 * 1024 * 1024L;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /**
   * A console with what it is of.
   *
   * @param what such as {@code channel 290, control run, boot 1}
   */
  record Console(String title, String what, ConsoleText text) {}

  /** Reads what the page shows; a file that is not there is not shown. */
  static Map<PlannedRun, Material> gather(ProveReport report, Surroundings surroundings)
      throws IOException {
    List<String> files = names(surroundings.gathered());
    Map<PlannedRun, Material> gathered = new HashMap<>();
    int shown = 0;
    long room = MOST_SCREENS_BYTES;
    for (RunReport run : report.runs()) {
      String name = surroundings.names().get(run.planned());
      if (name == null || !(run instanceof RunReport.Finished finished)) {
        continue;
      }
      List<EvidenceFile> own = EvidenceFile.of(files, name);
      Material material = NONE;
      if (finished.result() != Result.PASSED && shown < MOST_SHOWN) {
        material = consoles(finished.planned(), own, surroundings);
        shown++;
      }
      List<Page.Screenshot> screens = new ArrayList<>();
      for (EvidenceFile screen : EvidenceFile.ofRun(own, Kind.SCREEN)) {
        byte[] png = png(surroundings.gathered().resolve(screen.fileName()));
        if (png.length > 0 && png.length <= room) {
          room -= png.length;
          screens.add(screenshot(finished.planned(), screen, png));
        }
      }
      gathered.put(run.planned(), new Material(material.failed(), material.passed(), screens));
    }
    return gathered;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static Material consoles(
      PlannedRun run, List<EvidenceFile> files, Surroundings surroundings) throws IOException {
    List<EvidenceFile> consoles = EvidenceFile.ofRun(files, Kind.CONSOLE);
    if (consoles.isEmpty()) {
      return NONE;
    }
    EvidenceFile last = consoles.getLast();
    Optional<ConsoleText> failed =
        ConsoleText.read(surroundings.gathered().resolve(last.fileName()));
    if (failed.isEmpty()) {
      return NONE;
    }
    String boot = "boot " + consoles.size();
    return new Material(
        new Console(run.candidate().title(), run.counterpart() + ", " + boot, failed.get()),
        passed(run, last, consoles.size(), files, surroundings),
        List.of());
  }

  /** The control run beside it, else the last run that passed. */
  private static @Nullable Console passed(
      PlannedRun run,
      EvidenceFile last,
      int boot,
      List<EvidenceFile> files,
      Surroundings surroundings)
      throws IOException {
    Optional<EvidenceFile> control = last.inControl(files);
    Combination good = run.lastKnownGood();
    if (control.isPresent() && good != null) {
      Optional<ConsoleText> text =
          ConsoleText.read(surroundings.gathered().resolve(control.get().fileName()));
      if (text.isPresent()) {
        return new Console(
            predecessor(run, good), run.counterpart() + ", control run, boot " + boot, text.get());
      }
    }
    Surroundings.LastPass past = surroundings.lastPasses().get(run);
    return past == null ? null : earlier(past, boot);
  }

  private static @Nullable Console earlier(Surroundings.LastPass past, int boot)
      throws IOException {
    List<EvidenceFile> consoles =
        EvidenceFile.ofRun(
            EvidenceFile.of(
                past.run().files().stream().map(PastFile::name).toList(), past.run().name()),
            Kind.CONSOLE);
    if (consoles.size() < boot) {
      return null;
    }
    return ConsoleText.read(past.evidence().resolve(consoles.get(boot - 1).fileName()))
        .map(
            text ->
                new Console(
                    past.run().subject().title(),
                    past.run().place().counterpart()
                        + ", boot "
                        + boot
                        + " of run "
                        + past.run().id(),
                    text))
        .orElse(null);
  }

  private static String predecessor(PlannedRun run, Combination good) {
    return Stream.concat(Stream.of(good.application()), good.data().stream())
        .filter(part -> part.artifact().equals(run.candidate().artifact()))
        .map(part -> part.title())
        .findFirst()
        .orElse(good.title());
  }

  private static byte[] png(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > MOST_SCREEN_BYTES) {
      return new byte[0];
    }
    byte[] bytes = Files.readAllBytes(file);
    boolean isPng =
        bytes.length > PNG.length && Arrays.equals(bytes, 0, PNG.length, PNG, 0, PNG.length);
    return isPng ? bytes : new byte[0];
  }

  private static Page.Screenshot screenshot(PlannedRun run, EvidenceFile file, byte[] png) {
    String boot =
        "boot " + file.boot() + (file.machine() == 0 ? "" : " of machine " + (file.machine() + 1));
    String title = run.counterpart() + " · " + run.environment() + ", " + boot;
    return new Page.Screenshot(
        Shown.text(title),
        Base64.getEncoder().encodeToString(png),
        Shown.text("The guest's display at the end of " + boot + " with " + run.counterpart()));
  }
}
