package dev.sluice.server.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatheringTest {
  @TempDir private Path folder;
  private Place place = new Place(Path.of(""));

  @BeforeEach
  void lay() throws IOException {
    place = Place.in(folder);
  }

  @Test
  void everythingThatIsNamedIsTakenAlongAndNothingElse() throws IOException {
    Bundle bundle = place.whole().bundle();

    assertThat(bundle.files())
        .extracting(Bundle.File::path)
        .containsExactly(
            "build/filter-1",
            "guest.sh",
            "guest/init/one",
            "guest/two",
            "lab/known_hosts",
            "lab/machine",
            "roots/appliance/bin/sh",
            "samples/clean/deep/photo",
            "samples/clean/letter",
            "samples/threat",
            "sluice.yaml",
            "tools/check-words",
            "words/1",
            "words/blind",
            "words/empty");
    assertThat(bundle.links()).containsExactly(new Bundle.Link("roots/appliance/sbin", "bin"));
    assertThat(bundle.folders()).containsExactly("roots/appliance/var/empty");
    assertThat(bundle.elsewhere()).containsExactly("lab/key");
    assertThat(bundle.product().value()).isEqualTo("filter");
    assertThat(bundle.file("tools/check-words").orElseThrow().executable()).isTrue();
    assertThat(bundle.file("words/1").orElseThrow().executable()).isFalse();
    assertThat(BundleRules.problems(bundle, place.product().pipeline())).isEmpty();
  }

  @Test
  void theBytesOfEveryDigestAreWhereItSays() throws IOException {
    Gathered.Whole whole = place.whole();
    for (Bundle.File file : whole.bundle().files()) {
      assertThat(Sha256.of(Objects.requireNonNull(whole.files().get(file.digest()))))
          .isEqualTo(file.digest());
    }
    assertThat(whole.files().values()).noneMatch(path -> path.endsWith("lab/key"));
  }

  @Test
  void theSameFolderMakesTheSameBundleWhereverItLies(@TempDir Path other) throws IOException {
    assertThat(Place.in(other).whole().bundle()).isEqualTo(place.whole().bundle());
  }

  @Test
  void outcomesAndTheRecordOfDrillsBesideItAreTakenAlong() throws IOException {
    place.write("outcomes.yaml", "sluice-outcomes: 1\n");
    place.write("drills.jsonl", "");
    assertThat(place.whole().bundle().files())
        .extracting(Bundle.File::path)
        .contains("outcomes.yaml", "drills.jsonl");
  }

  @Test
  void allThatIsMissingIsToldAtOnce() throws IOException {
    Files.delete(folder.resolve("words/1"));
    Files.delete(folder.resolve("samples/threat"));
    Files.delete(folder.resolve("build/filter-1"));
    assertThat(problems())
        .containsExactly(
            "build/filter-1 is not there", "words/1 is not there", "samples/threat is not there");
  }

  @Test
  void aWordThatIsNoFileIsJustAWord() throws IOException {
    Files.delete(folder.resolve("tools/check-words"));
    assertThat(place.whole().bundle().file("tools/check-words")).isEmpty();
  }

  @Test
  void aLinkThatLeavesTheFolderIsRefused(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("passwd"), "root");
    Files.createSymbolicLink(folder.resolve("samples/clean/link"), outside.resolve("passwd"));
    Files.delete(folder.resolve("words/1"));
    Files.createSymbolicLink(folder.resolve("words/1"), outside.resolve("passwd"));
    assertThat(problems())
        .containsExactly(
            "words/1 is a link to a place outside of the pipeline file's folder",
            "samples/clean/link is a link to a place outside of the pipeline file's folder");
  }

  @Test
  void aLinkWithinTheFolderIsTheFileThatItShows() throws IOException {
    Files.createSymbolicLink(folder.resolve("samples/clean/link"), Path.of("letter"));
    Bundle bundle = place.whole().bundle();
    assertThat(bundle.file("samples/clean/link").orElseThrow().digest())
        .isEqualTo(bundle.file("samples/clean/letter").orElseThrow().digest());
    assertThat(bundle.links()).hasSize(1);
  }

  @Test
  void aSecretStaysWhereItIsByWhateverWayItIsNamed() throws IOException {
    place.write(
        "sluice.yaml",
        Place.PIPELINE
            .replace("inputs: [guest]", "inputs: [guest, lab]")
            .replace("[lab/machine, restore]", "[lab/machine, lab/key]"));
    Gathered.Whole whole = place.whole();
    assertThat(whole.bundle().elsewhere()).containsExactly("lab/key");
    assertThat(whole.bundle().file("lab/key")).isEmpty();
    assertThat(whole.bundle().file("lab/machine")).isPresent();
    assertThat(whole.files().values()).noneMatch(path -> path.endsWith("lab/key"));

    Files.createSymbolicLink(folder.resolve("samples/clean/link"), Path.of("../../lab/key"));
    assertThat(problems())
        .containsExactly("samples/clean/link shows a secret, which is not to leave this machine");
  }

  @Test
  void theFolderItselfCanBeNamed() throws IOException {
    place.write("sluice.yaml", Place.PIPELINE.replace("inputs: [guest]", "inputs: [.]"));
    Files.delete(folder.resolve("roots/appliance/sbin"));
    Files.delete(folder.resolve("roots/appliance/var/empty"));
    Files.delete(folder.resolve("roots/appliance/var"));
    Bundle bundle = place.whole().bundle();
    assertThat(bundle.file("words/unnamed")).isPresent();
    assertThat(BundleRules.problems(bundle, place.product().pipeline())).isEmpty();
  }

  @Test
  void aPipelineFileThatChangesMeanwhileIsNotTaken() throws IOException {
    var product = place.product();
    place.write("sluice.yaml", Place.PIPELINE + "# later\n");
    assertThat(Gathering.of(product, place.file()))
        .isEqualTo(new Gathered.Lacking(List.of("the pipeline file was changed meanwhile")));
  }

  @Test
  void aNameThatTakesRoomOnAScreenIsRefused() throws IOException {
    place.write("samples/clean/\u202egnp.exe", "");
    assertThat(problems()).singleElement().asString().contains("cannot be printed");
  }

  private List<String> problems() throws IOException {
    return switch (place.gathered()) {
      case Gathered.Whole whole -> throw new AssertionError(whole.bundle().toString());
      case Gathered.Lacking(var problems) -> problems;
    };
  }
}
