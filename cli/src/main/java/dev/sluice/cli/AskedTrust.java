package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabPublicKey;
import dev.sluice.trust.proof.Proof;
import dev.sluice.trust.proof.TrustedKeys;
import dev.sluice.trust.proof.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose proofs a command believes, whatever the server says of them. */
final class AskedTrust {
  @Option(
      names = "--trust",
      paramLabel = "FILE|DIR",
      description =
          "Each proof must be signed by this public lab key, or by one of the folder's .pub files."
              + " May be repeated. Without it signatures are not checked.")
  private List<Path> places = new ArrayList<>();

  /** Every proof of a release is held against these; empty when nobody asked for that. */
  Optional<TrustedKeys> keys() {
    if (places.isEmpty()) {
      return Optional.empty();
    }
    List<LabPublicKey> keys = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        keys.addAll(new Keyring(place).trusted());
      } else {
        keys.add(LabPublicKey.read(place));
      }
    }
    if (keys.isEmpty()) {
      throw new Unusable(
          "sluice: --trust: there is no lab key in " + Plain.of(places.getFirst().toString()),
          "  put the .pub files of the labs that you trust there");
    }
    return Optional.of(TrustedKeys.anyOf(keys));
  }

  /** Said once where nobody asked. */
  static void warn(Printer printer, String command) {
    printer
        .err()
        .println(
            command
                + ": the proofs' signatures were not checked; with --trust FILE|DIR (public lab keys)"
                + " they are");
  }

  /**
   * Verifies the proofs of a release, without the server.
   *
   * @param proofs at least one
   * @param content of the release, which each of them has to speak of
   * @throws UntrustedProof for the first that is not by a trusted lab, or of something else
   */
  static void verify(List<Path> proofs, ArtifactName artifact, Digest content, TrustedKeys trusted)
      throws IOException {
    for (Path file : proofs) {
      if (Proof.verify(Proof.load(file), trusted, Map.of(artifact, content))
          instanceof Verification.Refused(var reason)) {
        throw new UntrustedProof(file.getFileName() + " is not believed: " + reason);
      }
    }
  }

  /** A proof that counts for nothing here. */
  static final class UntrustedProof extends IOException {
    private static final long serialVersionUID = 1L;

    UntrustedProof(String sentence) {
      super(sentence);
    }
  }
}
