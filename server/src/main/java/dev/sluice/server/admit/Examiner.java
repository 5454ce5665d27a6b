package dev.sluice.server.admit;

import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.proving.check.Outcome;
import dev.sluice.proving.format.FormatCheck;
import dev.sluice.proving.workplace.Workplace;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.road.Admission;
import dev.sluice.server.road.Matrix;
import dev.sluice.server.road.VersionOrder;
import dev.sluice.trust.key.KeyException;
import dev.sluice.trust.key.LabPublicKey;
import dev.sluice.trust.proof.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a release that was submitted: size, order of versions, provenance, format, what hangs on
 * it. The validator and its files are the only ones of a bundle that are put on this machine's
 * disk, and the validator runs in a sandbox.
 */
public final class Examiner {
  private final Contents contents;
  private final Bundles bundles;
  private final Path work;
  private final Hanging hanging;

  /**
   * An examiner.
   *
   * @param work for the length of an examination; a short path
   */
  public Examiner(Contents contents, Bundles bundles, Path work, Hanging hanging) {
    this.contents = contents;
    this.bundles = bundles;
    this.work = work;
    this.hanging = hanging;
  }

  /** What hangs on an artifact. */
  @FunctionalInterface
  public interface Hanging {
    Answer of(Bundle bundle, ContentStore store, Artifact artifact) throws IOException;

    /**
     * What is known of it.
     *
     * @param sentences empty when the bundle has no outcomes
     * @param refusal why the bundle's policy does not let it go out; null when it does
     */
    record Answer(List<String> sentences, @Nullable String refusal) {
      /** Nothing is known. */
      public static final Answer NOTHING = new Answer(List.of(), null);

      public Answer {
        sentences = List.copyOf(sentences);
      }
    }
  }

  /**
   * Looks at one release.
   *
   * @param bundle digest of the bundle in use
   * @param others versions of the artifact that were admitted and not refused or stopped
   */
  public Admission examine(ReleaseRecord release, Digest bundle, List<Version> others)
      throws InterruptedException {
    try {
      return examine(release, bundles.open(release.product(), bundle), others);
    } catch (IOException e) {
      return new Admission.CouldNotTell("admission could not look at it: " + e.getMessage());
    }
  }

  private Admission examine(ReleaseRecord release, Bundles.Opened judged, List<Version> others)
      throws IOException, InterruptedException {
    Optional<Artifact> found = judged.pipeline().artifact(release.key().artifact());
    if (found.isEmpty()) {
      return new Admission.Refused(
          "the pipeline file has no artifact "
              + release.key().artifact()
              + "; it has "
              + String.join(
                  ", ",
                  judged.pipeline().artifacts().stream().map(a -> a.name().value()).toList()));
    }
    Artifact artifact = found.get();
    ContentStore store = contents.of(release.product());
    @Nullable String refusal = refusal(release, artifact, others);
    if (refusal == null) {
      refusal = provenance(release, artifact, judged.bundle(), store);
    }
    if (refusal != null) {
      return new Admission.Refused(refusal);
    }
    Hanging.Answer hangs = hanging.of(judged.bundle(), store, artifact);
    if (hangs.refusal() != null) {
      return new Admission.Refused(hangs.refusal());
    }
    return switch (format(release, artifact, judged.bundle(), store)) {
      case Outcome.NotShown(var cause) ->
          new Admission.Refused(release.key().title() + ": " + cause.what());
      case Outcome.Broken(var what) -> new Admission.CouldNotTell(what);
      case Outcome.Passed _ -> admitted(release, judged, hangs, artifact);
    };
  }

  private static Admission admitted(
      ReleaseRecord release, Bundles.Opened judged, Hanging.Answer hangs, Artifact artifact) {
    List<Work.Prove> runs =
        Matrix.of(
            judged.pipeline(),
            judged.bundle(),
            judged.digest(),
            release.key(),
            release.content(),
            release.size());
    return runs.isEmpty()
        ? new Admission.Refused(
            "the pipeline file names no release that hosts run, so there is nothing to prove "
                + release.key().title()
                + " with")
        : new Admission.Admitted(
            judged.digest(),
            hangs.sentences(),
            runs,
            artifact.delivery().labs(),
            judged.newestWins(artifact.name()));
  }

  private static @Nullable String refusal(
      ReleaseRecord release, Artifact artifact, List<Version> others) {
    if (release.size() == 0) {
      return "the file is empty";
    }
    if (release.size() > artifact.sizeLimit()) {
      return String.format(
          java.util.Locale.ROOT,
          "the file has %,d bytes and the pipeline file allows %,d; raise artifacts.%s.size if it"
              + " must be so large",
          release.size(),
          artifact.sizeLimit(),
          artifact.name());
    }
    Version version = release.key().version();
    return Stream.concat(
            artifact.field().stream().map(Artifact.FieldRelease::version), others.stream())
        .filter(other -> VersionOrder.isOlder(version, other))
        .findFirst()
        .map(newer -> VersionOrder.goesBack(version, newer))
        .orElse(null);
  }

  private static @Nullable String provenance(
      ReleaseRecord release, Artifact artifact, Bundle bundle, ContentStore store)
      throws IOException {
    List<String> files = artifact.delivery().provenance();
    Digest statement = release.provenance();
    if (files.isEmpty()) {
      return statement == null
          ? null
          : "a statement of provenance came with it, and the pipeline file lists no key to judge it"
              + " by; add artifacts."
              + artifact.name()
              + ".provenance, or submit without";
    }
    if (statement == null) {
      return "the pipeline file asks for provenance, and none came with it; submit with"
          + " --provenance FILE, signed by one of "
          + String.join(", ", files);
    }
    List<LabPublicKey> keys = new ArrayList<>();
    for (String file : files) {
      Bundle.File key =
          bundle.file(file).orElseThrow(() -> new IOException("the bundle lacks " + file));
      try {
        keys.add(LabPublicKey.of(file, bytes(store, key.digest(), Provenance.LIMIT)));
      } catch (KeyException e) {
        return "the pipeline file's " + file + " is no public key: " + e.getMessage();
      }
    }
    return switch (Provenance.verify(
        bytes(store, statement, Provenance.LIMIT), content(release, store), keys)) {
      case Provenance.Known _ -> null;
      case Provenance.Unknown(var reason) -> "its provenance is not believed: " + reason;
    };
  }

  private static Provenance.Content content(ReleaseRecord release, ContentStore store) {
    return new Provenance.Content() {
      @Override
      public Digest digest() {
        return release.content();
      }

      @Override
      public long size() {
        return release.size();
      }

      @Override
      public byte[] bytes() throws IOException {
        return Examiner.bytes(store, release.content(), (int) Provenance.MOST_SIGNED);
      }
    };
  }

  private Outcome format(
      ReleaseRecord release, Artifact artifact, Bundle bundle, ContentStore store)
      throws IOException, InterruptedException {
    Artifact.Format format = artifact.format();
    if (format == null) {
      return new Outcome.Passed();
    }
    try (Workplace workplace = Workplace.open(work)) {
      Path folder = Files.createDirectory(workplace.folder().resolve("bundle"));
      List<String> named =
          switch (format) {
            case Artifact.Format.ValidatorCommand(var command) -> command.words();
            case Artifact.Format.JsonSchema(var file) -> List.of(file);
          };
      for (String name : named) {
        String path = Path.of(name).normalize().toString();
        Optional<Bundle.File> file = bundle.file(path);
        if (file.isPresent()) {
          copy(store, file.get().digest(), folder.resolve(path), file.get().executable());
        }
      }
      Path candidate = workplace.folder().resolve("candidate");
      copy(store, release.content(), candidate, false);
      return FormatCheck.check(format, candidate, folder, workplace);
    }
  }

  private static void copy(ContentStore store, Digest digest, Path into, boolean executable)
      throws IOException {
    Path parent = into.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (InputStream from = store.open(digest, 0)) {
      Files.copy(from, into);
    }
    Files.setPosixFilePermissions(
        into, PosixFilePermissions.fromString(executable ? "r-xr-xr-x" : "r--r--r--"));
  }

  static byte[] bytes(ContentStore store, Digest digest, int most) throws IOException {
    try (InputStream in = store.open(digest, 0)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException(digest + " has more than " + most + " bytes");
      }
      return bytes;
    }
  }
}
