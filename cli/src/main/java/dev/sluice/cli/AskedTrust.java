package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.Combination;
import dev.sluice.model.Digest;
import dev.sluice.server.event.ReleaseKey;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
   * @param content of the release, which each of them has to speak of, under this version
   * @throws UntrustedProof for the first that is not by a trusted lab, or of something else
   */
  static void verify(List<Path> proofs, ReleaseKey key, Digest content, TrustedKeys trusted)
      throws IOException {
    for (Path file : proofs) {
      @Nullable String reason =
          switch (Proof.verify(Proof.load(file), trusted, Map.of(key.artifact(), content))) {
            case Verification.Refused(var why) -> why;
            // Else a server could give out an old release as a new one, with all that belongs to
            // it.
            case Verification.Verified proof -> otherThan(key, proof.statement().combination());
          };
      if (reason != null) {
        throw new UntrustedProof(file.getFileName() + " is not believed: " + reason);
      }
    }
  }

  private static @Nullable String otherThan(ReleaseKey key, Combination proven) {
    return Stream.concat(Stream.of(proven.application()), proven.data().stream())
            .anyMatch(
                part ->
                    part.artifact().equals(key.artifact()) && part.version().equals(key.version()))
        ? null
        : "it is for " + proven.title() + ", not for " + key.title();
  }

  /** A proof that counts for nothing here. */
  static final class UntrustedProof extends IOException {
    private static final long serialVersionUID = 1L;

    UntrustedProof(String sentence) {
      super(sentence);
    }
  }
}
