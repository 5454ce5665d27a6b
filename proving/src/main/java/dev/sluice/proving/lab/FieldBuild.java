package dev.sluice.proving.lab;

import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Command;
import dev.sluice.proving.workplace.HostCommand;
import dev.sluice.proving.workplace.Workplace;
import dev.sluice.proving.workplace.WorkplaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes release files that are absent, by their artifact's own command, in the product's folder.
 */
public final class FieldBuild {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Path folder;
  private final Workplace workplace;
  private final Path cache;
  private final Consumer<String> busy;
  private int count;

  FieldBuild(Path folder, Workplace workplace, Path cache, Consumer<String> busy) {
    this.folder = folder;
    this.workplace = workplace;
    this.cache = cache;
    this.busy = busy;
  }

  /**
   * Makes every one that the pipeline file names, is absent and has a command that makes it.
   *
   * @param busy is told what is made
   * @return why one could not be made, in a sentence; empty when all that have a command are there
   */
  public static Optional<String> absent(Product product, LabFolders folders, Consumer<String> busy)
      throws InterruptedException {
    if (product.pipeline().artifacts().stream()
        .allMatch(a -> a.build() == null || lacking(product.folder(), a).isEmpty())) {
      return Optional.empty();
    }
    try (Workplace workplace = Workplace.open(folders.work())) {
      var build = new FieldBuild(product.folder(), workplace, folders.cache(), busy);
      for (Artifact artifact : product.pipeline().artifacts()) {
        for (String file : lacking(product.folder(), artifact)) {
          build.make(artifact, file);
          if (artifact.build() != null && !Files.exists(product.folder().resolve(file))) {
            return Optional.of(
                "%s: %s ended well and did not make %s"
                    .formatted(artifact.name(), String.join(" ", artifact.build().words()), file));
          }
        }
      }
      return Optional.empty();
    } catch (LabException | WorkplaceException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Optional.of("the work folder could not be made: " + e.getMessage());
    }
  }

  private static List<String> lacking(Path folder, Artifact artifact) {
    return Stream.of(
            artifact.field().stream().map(Artifact.FieldRelease::file),
            Stream.ofNullable(artifact.floor()).map(Artifact.FieldRelease::file),
            artifact.knownBad().stream().map(Artifact.KnownBad::file))
        .flatMap(files -> files)
        .distinct()
        .filter(file -> !Files.exists(folder.resolve(file)))
        .toList();
  }

  /**
   * Makes one file unless it is there already or nothing makes it.
   *
   * @throws LabException when the command fails
   */
  void make(Artifact artifact, String file) throws InterruptedException {
    Command command = artifact.build();
    if (command == null || Files.exists(folder.resolve(file))) {
      return;
    }
    busy.accept("building " + file + " with " + String.join(" ", command.words()));
    List<String> words = new ArrayList<>(command.words());
    Path program = folder.resolve(words.getFirst());
    if (words.getFirst().contains("/")) {
      words.set(0, program.normalize().toString());
    }
    var ended =
        HostCommand.run(
            workplace,
            "build-" + count++,
            words,
            Map.of("SLUICE_DOWNLOADS", cache.resolve("downloads").toString()),
            folder,
            LIMIT);
    if (!ended.succeeded()) {
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL,
          String.join(" ", command.words())
              + " ended with status "
              + ended.status()
              + ": "
              + ended.lastLine());
    }
  }
}
