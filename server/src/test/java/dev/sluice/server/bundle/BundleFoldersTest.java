package dev.sluice.server.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Digest;
import dev.sluice.proving.lab.Product;
import dev.sluice.server.event.ProductName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFoldersTest {
  private static final Bundle NONE =
      new Bundle(
          new ProductName("none"),
          List.of(new Bundle.File("sluice.yaml", Place.digest(new byte[0]), 0, false)),
          List.of());

  @TempDir private Path laid;
  @TempDir private Path root;
  @TempDir private Path own;
  private final Map<Digest, byte[]> content = new HashMap<>();
  private final List<Digest> fetched = new ArrayList<>();
  private Bundle bundle = NONE;

  @BeforeEach
  void gather() throws IOException {
    Gathered.Whole whole = Place.in(laid).whole();
    bundle = whole.bundle();
    for (var file : whole.files().entrySet()) {
      content.put(file.getKey(), Files.readAllBytes(file.getValue()));
    }
    Files.createDirectories(own.resolve("lab"));
    Files.writeString(own.resolve("lab/key"), "of this runner");
  }

  @Test
  void whatWasGatheredIsThereAgain() throws Exception {
    Product product = open();

    assertThat(product.pipeline().product()).isEqualTo("filter");
    Gathered again = Gathering.of(product, product.folder().resolve("sluice.yaml"));
    assertThat(again).isInstanceOf(Gathered.Whole.class);
    assertThat(((Gathered.Whole) again).bundle()).isEqualTo(bundle);
    assertThat(Files.readString(product.folder().resolve("lab/key"))).isEqualTo("of this runner");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(product.folder().resolve("words/1"))))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void aFolderIsWrittenOnce() throws Exception {
    Path first = open().folder();
    fetched.clear();
    assertThat(open().folder()).isEqualTo(first);
    assertThat(fetched).isEmpty();
  }

  @Test
  void aFolderThatSomethingWasChangedInIsLeftAloneAndNotUsed() throws Exception {
    Path first = open().folder();
    Path words = first.resolve("words/1");
    Files.writeString(words, "One");
    Files.setLastModifiedTime(words, FileTime.fromMillis(0));
    Path second = open().folder();
    assertThat(second).isNotEqualTo(first);
    Files.writeString(second.resolve("samples/clean/stray"), "");
    Path third = open().folder();
    assertThat(third).isNotEqualTo(second);
    Files.setPosixFilePermissions(
        third.resolve("guest.sh"), PosixFilePermissions.fromString("rw-r--r--"));
    Path fourth = open().folder();
    assertThat(fourth).isNotEqualTo(third);
    Files.delete(fourth.resolve("samples/threat"));
    Path fifth = open().folder();
    assertThat(fifth).isNotEqualTo(fourth);
    Files.delete(fifth.resolve("roots/appliance/sbin"));
    Files.createSymbolicLink(fifth.resolve("roots/appliance/sbin"), Path.of("/etc"));
    assertThat(open().folder()).isNotEqualTo(fifth);
    assertThat(Files.readString(words)).isEqualTo("One");
  }

  @Test
  void contentOfAnotherDigestLeavesNothingBehind() {
    content.put(
        bundle.file("samples/threat").orElseThrow().digest(),
        "harmless".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("samples/threat");
    assertThat(root.toFile().list()).containsExactly(BundleJson.digest(bundle).hex() + ".json");
  }

  @Test
  void aBrokenConnectionLeavesNothingBehindAndTheNextTryWorks() throws Exception {
    Digest threat = bundle.file("samples/threat").orElseThrow().digest();
    byte[] kept = content.remove(threat);
    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    content.put(threat, kept);
    assertThat(open().folder()).isDirectory();
  }

  @Test
  void aManifestOfAnotherDigestIsNotKept() throws Exception {
    Digest digest = BundleJson.digest(bundle);
    var folders = new BundleFolders(root, null);
    assertThatThrownBy(() -> folders.open(digest, (_, into) -> Files.writeString(into, "{}")))
        .hasMessageContaining("its digest is another");
    assertThat(root.toFile().list()).isEmpty();
  }

  @Test
  void aLinkOutsideOfASandboxsRootIsNotWorkedWith() {
    List<Bundle.Link> links = new ArrayList<>(bundle.links());
    links.add(new Bundle.Link("samples/clean/passwd", "/etc/passwd"));
    bundle =
        new Bundle(bundle.product(), bundle.files(), links, bundle.folders(), bundle.elsewhere());
    assertThatThrownBy(this::open).hasMessageContaining("outside of a sandbox's root");
  }

  @Test
  void aFileThatIsNoSecretIsNotBroughtByTheRunner() throws Exception {
    bundle =
        new Bundle(
            bundle.product(),
            bundle.files().stream().filter(f -> !f.path().equals("words/1")).toList(),
            bundle.links(),
            bundle.folders(),
            List.of("lab/key", "words/1"));
    assertThatThrownBy(this::open).hasMessageContaining("words/1");
  }

  private Product open() throws IOException, InterruptedException {
    Digest digest = BundleJson.digest(bundle);
    content.put(digest, BundleJson.bytes(bundle));
    return new BundleFolders(root, own)
        .open(
            digest,
            (wanted, into) -> {
              fetched.add(wanted);
              byte[] bytes = content.get(wanted);
              if (bytes == null) {
                throw new IOException("connection reset");
              }
              Files.write(into, bytes);
            });
  }
}
