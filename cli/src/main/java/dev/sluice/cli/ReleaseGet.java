package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.model.Digest;
import dev.sluice.server.client.Moved;
import dev.sluice.server.client.ReleaseClient;
import dev.sluice.server.client.ServerClient;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.wire.WireProof;
import dev.sluice.server.wire.WireRelease;
import dev.sluice.trust.proof.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice release get}. */
@Command(
    name = "get",
    sortOptions = false,
    description = {
      "Fetch what belongs to a release.",
      "",
      "Content and proofs are verified by their digests; a file is there whole or not at all. With"
          + " --trust nothing is there before every proof is signed by a lab that you trust."
    },
    footer = {
      "Exit status: 0 fetched; 1 there is none of that yet, or a proof is not by a",
      "trusted lab; 2 no such release.",
      "",
      "Examples:",
      "  sluice release get channel 291 --content 291.bin",
      "  sluice release get channel 291 --content 291.bin --trust lab.pub",
      "  sluice release get channel 291 --proofs proofs",
      "  sluice release get channel 291 --report report.html --junit result.xml"
    })
final class ReleaseGet implements Callable<Integer> {
  static final int LARGEST_PROOF = 1 << 20;

  private final Program program;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private NamedRelease named = new NamedRelease();

  @Option(names = "--content", paramLabel = "FILE", description = "The content, to this file.")
  private @Nullable Path content;

  @Option(
      names = "--proofs",
      paramLabel = "DIR",
      description = "The signed statements, to this folder: one a run.")
  private @Nullable Path proofs;

  @Option(names = "--junit", paramLabel = "FILE", description = "The result as JUnit XML.")
  private @Nullable Path junit;

  @Option(names = "--report", paramLabel = "FILE", description = "The result as one page.")
  private @Nullable Path report;

  @Mixin private AskedTrust trust = new AskedTrust();
  @Mixin private Common common = new Common();

  ReleaseGet(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (content == null && proofs == null && junit == null && report == null) {
      throw new ParameterException(
          spec.commandLine(), "what of it? --content, --proofs, --junit or --report");
    }
    Printer printer = program.printer(common);
    List<Path> written = new ArrayList<>();
    Optional<TrustedKeys> trusted = trust.keys();
    if (trusted.isEmpty() && (content != null || proofs != null)) {
      AskedTrust.warn(printer, "sluice release get");
    }
    int status;
    try {
      status =
          named.use(
              program,
              (client, product, key) -> {
                WireRelease release = NamedRelease.found(client.releases(product), product, key);
                if (trusted.isPresent()) {
                  believe(client, product, key, release, trusted.get());
                }
                return get(client, product, key, release, written);
              });
    } catch (AskedTrust.UntrustedProof e) {
      printer.err().println("sluice release get: " + Plain.of(String.valueOf(e.getMessage())));
      return Exit.NO;
    }
    if (named.isJson()) {
      var root = new java.util.LinkedHashMap<String, Object>();
      root.put("files", written.stream().map(Path::toString).toList());
      printer.out().print(ServerJson.of(root));
    } else {
      written.forEach(file -> printer.out().println(Plain.of(file.toString())));
    }
    if (status == Exit.NO) {
      printer.err().println("sluice release get: there is no proof of it");
    }
    return status;
  }

  /** Looks at the proofs before anything is put where it was asked for. */
  private static void believe(
      ServerClient client,
      ProductName product,
      ReleaseKey key,
      WireRelease release,
      TrustedKeys trusted)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sluice-proofs-");
    List<Path> fetched = List.of();
    try {
      fetched = proofs(client, product, key, folder);
      if (fetched.isEmpty()) {
        throw new AskedTrust.UntrustedProof("there is no proof of " + key.title());
      }
      AskedTrust.verify(fetched, key, new Digest(release.content()), trusted);
    } finally {
      for (Path file : fetched) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  private int get(
      ServerClient client,
      ProductName product,
      ReleaseKey key,
      WireRelease release,
      List<Path> written)
      throws IOException, InterruptedException {
    ReleaseClient releases = client.releases(product);
    if (content != null) {
      client
          .content(product)
          .download(new Digest(release.content()), release.size(), content, Moved.UNSEEN);
      written.add(content);
    }
    if (junit != null) {
      releases.junit(key, junit);
      written.add(junit);
    }
    if (report != null) {
      releases.report(key, report);
      written.add(report);
    }
    if (proofs != null) {
      List<Path> statements = proofs(client, product, key, proofs);
      written.addAll(statements);
      return statements.isEmpty() ? Exit.NO : Exit.DONE;
    }
    return Exit.DONE;
  }

  /** Fetches every signed statement of a release; named for the run that gave it. */
  static List<Path> proofs(ServerClient client, ProductName product, ReleaseKey key, Path folder)
      throws IOException, InterruptedException {
    List<Path> written = new ArrayList<>();
    Files.createDirectories(folder);
    for (WireProof proof : client.releases(product).proofs(key).items()) {
      if (!dev.sluice.server.event.RunKey.isValid(proof.run())) {
        throw new IOException("the server names a run \"" + Plain.of(proof.run()) + "\"");
      }
      Path file = folder.resolve(proof.run() + ".proof.json");
      client
          .content(product)
          .download(new Digest(proof.proof()), LARGEST_PROOF, file, Moved.UNSEEN);
      written.add(file);
    }
    return written;
  }
}
