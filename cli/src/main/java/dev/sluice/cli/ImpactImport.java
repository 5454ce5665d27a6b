package dev.sluice.cli;

import dev.sluice.cli.inventory.InventoryFiles;
import dev.sluice.cli.screen.Plain;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.outcome.Outcomes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice impact import}. */
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Turn what other tools know into text to add to outcomes.yaml.",
      "",
      "Which software runs on which hosts, whose it is, and which service depends on which.",
      "What could not be taken over is told on stderr. Nothing is guessed: what the files do not",
      "say is left out, and counts as not known."
    },
    footer = {
      "Exit status: 0 written; 2 a file cannot be read, with all problems of all files.",
      "",
      "Examples:",
      "  sluice impact import --csv inventory.csv",
      "  sluice impact import --backstage catalog-info.yaml --out found.yaml",
      "  sluice impact import --sbom ward-pcs=ward-pcs.cdx.json --sbom servers=servers.cdx.json"
    })
final class ImpactImport implements Callable<Integer> {
  private static final int MOST_LEFT = 500;

  private final Program program;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "A table with the columns host-group,artifact and, if there, hosts,version,vendor.")
  private List<Path> tables = List.of();

  @Option(
      names = "--backstage",
      paramLabel = "FILE",
      description = "Catalog entities of Backstage with dependsOn; several in a file are read.")
  private List<Path> catalogs = List.of();

  @Option(
      names = "--sbom",
      paramLabel = "GROUP=FILE",
      description = "A CycloneDX bill of materials, as JSON, of the hosts of a group.")
  private Map<String, Path> sboms = new LinkedHashMap<>();

  @Option(
      names = "--libraries",
      description = "With --sbom: components too that are only part of others.")
  private boolean libraries;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The file of outcomes: what it has already is written as a comment.")
  private @Nullable Path file;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the text there; a file that exists is left alone.")
  private @Nullable Path out;

  @Mixin private Common common = new Common();

  ImpactImport(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (tables.isEmpty() && catalogs.isEmpty() && sboms.isEmpty()) {
      throw new Unusable(
          "sluice impact import: import what?",
          "  --csv FILE, --backstage FILE or --sbom GROUP=FILE");
    }
    var files = new InventoryFiles();
    tables.forEach(path -> files.csv(path.toString(), bytes(path)));
    catalogs.forEach(path -> files.backstage(path.toString(), bytes(path)));
    sboms.forEach((group, path) -> files.sbom(group, path.toString(), bytes(path), libraries));
    Printer printer = program.printer(common);
    if (!files.problems().isEmpty()) {
      printer.err().print(ProblemReport.of(files.problems()));
      return Exit.USAGE;
    }
    String text = files.yaml(there());
    if (out == null) {
      printer.out().print(text);
    } else {
      write(out, text);
      printer.out().println("Written to " + out + "; add it to the file of outcomes.");
    }
    if (!files.left().isEmpty()) {
      printer.err().println("Not taken over:");
      files.left().stream()
          .limit(MOST_LEFT)
          .forEach(line -> printer.err().println("  - " + Plain.of(line)));
      if (files.left().size() > MOST_LEFT) {
        printer.err().println("  and %,d more".formatted(files.left().size() - MOST_LEFT));
      }
    }
    return Exit.DONE;
  }

  private @Nullable Outcomes there() {
    return file == null && !Files.exists(OutcomesSource.OWN)
        ? null
        : OutcomesSource.written(OutcomesSource.file(file));
  }

  private static void write(Path to, String text) {
    try {
      Files.writeString(
          to,
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new Unusable("sluice impact import: nothing was written: " + Unusable.reason(e));
    }
  }

  private static byte[] bytes(Path path) {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new Unusable("sluice impact import: " + path + " is not a regular file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return in.readNBytes(InventoryFiles.MAX_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      throw new Unusable("sluice impact import: no file " + path);
    } catch (IOException e) {
      throw new Unusable("sluice impact import: a file cannot be read: " + Unusable.reason(e));
    }
  }
}
