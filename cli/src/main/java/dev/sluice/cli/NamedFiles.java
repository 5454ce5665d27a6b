package dev.sluice.cli;

import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.proving.lab.Product;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** The files that a pipeline file names. */
final class NamedFiles {
  private NamedFiles() {}

  /** Those that are not there and that no build command makes, as named, in the file's order. */
  static List<String> absent(Product product) {
    Pipeline pipeline = product.pipeline();
    return Stream.of(
            pipeline.artifacts().stream().flatMap(NamedFiles::of),
            pipeline.environments().stream().flatMap(NamedFiles::of),
            Stream.concat(pipeline.smoke().stream(), pipeline.regression().stream())
                .flatMap(NamedFiles::of))
        .flatMap(names -> names)
        .distinct()
        .filter(name -> !Files.exists(product.folder().resolve(name)))
        .toList();
  }

  private static Stream<String> of(Artifact artifact) {
    Stream<String> releases =
        artifact.build() == null
            ? artifact.field().stream().map(Artifact.FieldRelease::file)
            : Stream.of();
    Stream<String> schema =
        artifact.format() instanceof Artifact.Format.JsonSchema(var file)
            ? Stream.of(file)
            : Stream.of();
    return Stream.of(releases, schema, artifact.knownBad().stream().map(Artifact.KnownBad::file))
        .flatMap(names -> names);
  }

  private static Stream<String> of(EnvironmentSpec environment) {
    return switch (environment.driver()) {
      case EnvironmentSpec.Qemu qemu ->
          switch (qemu.image()) {
            case EnvironmentSpec.Image.Script(var script, var inputs) ->
                Stream.concat(Stream.of(script), inputs.stream());
            case EnvironmentSpec.Image.Files(var kernel, var initrd, var state, var _) ->
                Stream.of(kernel, initrd, state);
            case EnvironmentSpec.Image.Debian(var recipe) -> of(recipe);
            case EnvironmentSpec.Image.Disk(var file) -> Stream.of(file);
          };
      case EnvironmentSpec.Sandbox sandbox ->
          switch (sandbox.root()) {
            case EnvironmentSpec.Root.Debian(var recipe) -> of(recipe);
            case EnvironmentSpec.Root.Folder(var folder) -> Stream.of(folder);
          };
      case EnvironmentSpec.OwnMachine machine ->
          Stream.of(machine.ssh().identity(), machine.ssh().hostKeys());
    };
  }

  private static Stream<String> of(DebianRecipe recipe) {
    return Stream.concat(recipe.files().keySet().stream(), Stream.ofNullable(recipe.run()));
  }

  private static Stream<String> of(CheckSpec check) {
    return switch (check) {
      case CheckSpec.Catches c -> c.samples().stream();
      case CheckSpec.LeavesAlone c -> c.samples().stream();
      case CheckSpec.StaysWithin _,
          CheckSpec.Installs _,
          CheckSpec.SurvivesDates _,
          CheckSpec.UserCommand _ ->
          Stream.of();
    };
  }
}
