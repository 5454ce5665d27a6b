package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Version;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of a server's products is meant. */
final class AskedProduct {
  private static final Path HERE = Path.of("sluice.yaml");

  @Option(
      names = "--product",
      paramLabel = "NAME",
      description = "The product (else that of ./sluice.yaml, else the only one there is).")
  private @Nullable String product;

  /**
   * The product.
   *
   * @throws Unusable when it is not clear which
   */
  ProductName of(ServerClient client) throws IOException, InterruptedException {
    String name = product;
    if (name == null && Files.exists(HERE)) {
      name = PipelineSource.valid(HERE).pipeline().product();
    }
    if (name == null) {
      List<String> there =
          client.products().stream()
              .filter(one -> !one.equals(ProductName.SERVER.value()))
              .toList();
      if (there.size() != 1) {
        throw new Unusable(
            "sluice: which product? --product NAME",
            there.isEmpty()
                ? "  " + client.address() + " has none yet; sluice apply brings the first"
                : "  " + client.address() + " has " + Plain.of(String.join(", ", there)));
      }
      name = there.getFirst();
    }
    if (!ProductName.isValid(name)) {
      throw new Unusable(
          "sluice: \"%s\" is no product: a lower-case letter, then up to 63 lower-case letters, digits and dashes"
              .formatted(Plain.of(name)));
    }
    return new ProductName(name);
  }

  /**
   * A release as it is written on the command line.
   *
   * @throws Unusable when it cannot be one
   */
  static ReleaseKey release(String artifact, String version) {
    ArtifactName name = artifact(artifact);
    if (!Version.isValid(version)) {
      throw new Unusable(
          "sluice: \"" + Plain.of(version) + "\" is no version",
          "  1 to 64 letters, digits and . _ + ~ -, beginning with a letter or digit");
    }
    return new ReleaseKey(name, new Version(version));
  }

  static ArtifactName artifact(String artifact) {
    if (!ArtifactName.isValid(artifact)) {
      throw new Unusable(
          "sluice: \"" + Plain.of(artifact) + "\" is no artifact's name",
          "  a lower-case letter, then up to 63 lower-case letters, digits and dashes");
    }
    return new ArtifactName(artifact);
  }
}
