package dev.sluice.model.pipeline;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder beside the pipeline file that it names.
 *
 * @param path as written, relative to the file's folder
 */
public record NamedFile(String path, Use use) {
  /** What it is there for. */
  public enum Use {
    /** A release that the artifact's build command makes when it is absent. */
    BUILT,
    /** A file, or a folder with all that is in it, which must be there. */
    NEEDED,
    /** A word of a command that runs on the machine that proves; it may be no file at all. */
    WORD,
    /** A folder that is the file system of a sandbox: links in it mean something in there alone. */
    TREE,
    /** A secret of the machine that has it: it must be there and never leaves. */
    SECRET
  }

  /** All of them, each once, in the order of the file. */
  public static List<NamedFile> of(Pipeline pipeline) {
    return Stream.of(
            pipeline.artifacts().stream().flatMap(NamedFile::of),
            pipeline.environments().stream().flatMap(NamedFile::of),
            pipeline.smoke().stream().flatMap(NamedFile::of),
            pipeline.regression().stream().flatMap(NamedFile::of))
        .flatMap(files -> files)
        .distinct()
        .toList();
  }

  private static Stream<NamedFile> of(Artifact artifact) {
    Use release = artifact.build() == null ? Use.NEEDED : Use.BUILT;
    return Stream.of(
            artifact.field().stream().map(r -> new NamedFile(r.file(), release)),
            of(artifact.format()),
            artifact.delivery().provenance().stream().flatMap(NamedFile::needed),
            Stream.ofNullable(artifact.floor()).map(r -> new NamedFile(r.file(), release)),
            artifact.knownBad().stream().map(bad -> new NamedFile(bad.file(), release)))
        .flatMap(files -> files);
  }

  private static Stream<NamedFile> of(Artifact.@Nullable Format format) {
    return switch (format) {
      case null -> Stream.of();
      case Artifact.Format.ValidatorCommand(var command) -> words(command);
      case Artifact.Format.JsonSchema(var file) -> needed(file);
    };
  }

  private static Stream<NamedFile> of(EnvironmentSpec environment) {
    return switch (environment.driver()) {
      case EnvironmentSpec.Qemu qemu ->
          switch (qemu.image()) {
            case EnvironmentSpec.Image.Script(var script, var inputs) ->
                Stream.concat(needed(script), inputs.stream().flatMap(NamedFile::needed));
            case EnvironmentSpec.Image.Files(var kernel, var initrd, var state, var _) ->
                Stream.of(kernel, initrd, state).flatMap(NamedFile::needed);
            case EnvironmentSpec.Image.Debian(var recipe) -> of(recipe);
            case EnvironmentSpec.Image.Disk(var file) -> needed(file);
          };
      case EnvironmentSpec.Sandbox sandbox ->
          switch (sandbox.root()) {
            case EnvironmentSpec.Root.Debian(var recipe) -> of(recipe);
            case EnvironmentSpec.Root.Folder(var folder) ->
                Stream.of(new NamedFile(folder, Use.TREE));
          };
      case EnvironmentSpec.OwnMachine machine ->
          Stream.concat(
              Stream.concat(
                  Stream.of(new NamedFile(machine.ssh().identity(), Use.SECRET)),
                  needed(machine.ssh().hostKeys())),
              Stream.of(
                      machine.restore(),
                      machine.powerOn(),
                      machine.powerOff(),
                      machine.console(),
                      machine.screenshot())
                  .filter(Objects::nonNull)
                  .flatMap(NamedFile::words));
    };
  }

  private static Stream<NamedFile> of(DebianRecipe recipe) {
    return Stream.concat(recipe.files().keySet().stream(), Stream.ofNullable(recipe.run()))
        .flatMap(NamedFile::needed);
  }

  private static Stream<NamedFile> of(CheckSpec check) {
    return switch (check) {
      case CheckSpec.Catches c -> c.samples().stream().flatMap(NamedFile::needed);
      case CheckSpec.LeavesAlone c -> c.samples().stream().flatMap(NamedFile::needed);
      // An own command's words are of the machine that it runs on.
      case CheckSpec.StaysWithin _,
          CheckSpec.Installs _,
          CheckSpec.SurvivesDates _,
          CheckSpec.UserCommand _ ->
          Stream.of();
    };
  }

  private static Stream<NamedFile> needed(String path) {
    return Stream.of(new NamedFile(path, Use.NEEDED));
  }

  private static Stream<NamedFile> words(Command command) {
    return command.words().stream().map(word -> new NamedFile(word, Use.WORD));
  }
}
