package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.cli.screen.ProofScreen;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
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
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice proof verify}. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Say whether a file is a proof.",
      "",
      "It is one when a trusted key signed it, the run passed, and the artifacts given are those that"
          + " were proven. A key in FILE itself is never trusted."
    },
    footer = {
      "Exit status: 0 it is a proof; 1 it is not; 2 a file cannot be read.",
      "",
      "Examples:",
      "  sluice proof verify out/91c2-1/sensor-7.15.proof.json",
      "  sluice proof verify p.proof.json --key lab.pub --artifact channel=291.bin"
    })
final class ProofVerify implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file, such as *.proof.json.")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "Trust this public key alone: a .pub file, or the name of a key in the keys folder. May be"
              + " repeated; one of them is enough. Without it every key there is trusted.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--artifact",
      paramLabel = "NAME=FILE",
      description = "FILE must be what was proven as artifact NAME. May be repeated.")
  private List<String> artifacts = new ArrayList<>();

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Mixin private Common common = new Common();

  ProofVerify(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var trusted = TrustedKeys.anyOf(trusted());
    Map<ArtifactName, Digest> held = held();
    byte[] content;
    try {
      refuseOddFile(file);
      content = Proof.load(file);
    } catch (IOException e) {
      throw new Unusable("sluice proof verify: " + Plain.of(Unusable.reason(e)));
    }
    Verification verification = Proof.verify(content, trusted, held);
    Printer printer = program.printer(common);
    if (json) {
      printer.out().print(TrustJson.verification(file, verification));
    } else {
      ProofScreen.of(
              verification,
              trusted.keys().isEmpty() ? program.folders().spoken(program.folders().keys()) : null,
              printer.outIsLive())
          .forEach(printer.out()::println);
    }
    return switch (verification) {
      case Verification.Verified _ -> Exit.DONE;
      case Verification.Refused _ -> Exit.NO;
    };
  }

  private List<LabPublicKey> trusted() {
    if (keys.isEmpty()) {
      return new Keyring(program.folders().keys()).trusted();
    }
    return keys.stream().map(this::key).toList();
  }

  private LabPublicKey key(String named) {
    Path path = Path.of(named);
    if (!Files.exists(path) && Keyring.isName(named)) {
      Path ours = new Keyring(program.folders().keys()).publicFile(named);
      if (Files.exists(ours)) {
        return LabPublicKey.read(ours);
      }
    }
    return LabPublicKey.read(path);
  }

  private Map<ArtifactName, Digest> held() {
    Map<ArtifactName, Digest> held = new TreeMap<>();
    for (String stated : artifacts) {
      int equals = stated.indexOf('=');
      String name = equals < 0 ? "" : stated.substring(0, equals);
      if (!ArtifactName.isValid(name)) {
        throw new Unusable(
            "sluice proof verify: --artifact "
                + Plain.of(stated)
                + ": write NAME=FILE, such as channel=channels/291.bin");
      }
      Path path = Path.of(stated.substring(equals + 1));
      try {
        refuseOddFile(path);
        if (held.put(new ArtifactName(name), Sha256.of(path)) != null) {
          throw new Unusable("sluice proof verify: --artifact " + name + " is given twice");
        }
      } catch (IOException e) {
        throw new Unusable("sluice proof verify: " + Plain.of(Unusable.reason(e)));
      }
    }
    return held;
  }

  private static void refuseOddFile(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new Unusable(
          "sluice proof verify: " + Plain.of(path.toString()) + " is not a regular file");
    }
  }
}
