package dev.sluice.cli.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.file.FileText;
import dev.sluice.model.file.Problem;
import dev.sluice.model.file.ProblemReport;
import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.outcome.OutcomesFile;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InventoryFilesTest {
  private static final String FILE =
      """
      sluice-outcomes: 1
      outcomes:
        visit: { says: a patient is visited, harm-after: 1 d, needs: [] }
      """;

  private final InventoryFiles files = new InventoryFiles();

  private void csv(String text) {
    files.csv("inventory.csv", text.getBytes(UTF_8));
  }

  private void backstage(String text) {
    files.backstage("catalog-info.yaml", text.getBytes(UTF_8));
  }

  private void sbom(String text, boolean libraries) {
    files.sbom("ward-pcs", "ward-pcs.cdx.json", text.getBytes(UTF_8), libraries);
  }

  /** What is written is valid where it is added. */
  private String yaml() {
    assertThat(files.problems()).as("%s", files.problems()).isEmpty();
    String yaml = files.yaml(null);
    outcomes(FILE + yaml);
    return yaml;
  }

  private static Outcomes outcomes(String yaml) {
    return switch (OutcomesFile.parse("outcomes.yaml", yaml.getBytes(UTF_8))) {
      case FileText.Read<Outcomes>(var outcomes) -> outcomes;
      case FileText.Refused<Outcomes>(var problems) ->
          throw new AssertionError(ProblemReport.of(problems) + yaml);
    };
  }

  @Test
  void aTableBecomesGroupsWithWhatTheyRun() {
    csv(
        """
        host-group,artifact,hosts,version,vendor,owner
        Ward PCs,Windows 11,12,23H2,Example OS,it
        Ward PCs,sensor@7.16,,,Example EDR,it
        servers,linux,3,,,it
        """);

    assertThat(yaml())
        .contains(
            "  ward-pcs: { says: \"Ward PCs\", hosts: 12, runs: [windows-11@23H2, sensor@7.16] }",
            "  servers: { hosts: 3, runs: [linux] }",
            "  windows-11: { says: \"Windows 11\", vendor: example-os }",
            "  sensor: example-edr",
            "  linux: {}",
            "  example-edr: { says: \"Example EDR\", kind: other }");
    assertThat(files.left())
        .containsExactly("the column \"owner\" of the table: there is no place for it");
  }

  @Test
  void aSpreadsheetsMarkAndLineEndsAreNoPartOfTheText() {
    csv("\ufeffhost-group,artifact\r\nward-pcs,sensor\r\n");
    assertThat(yaml()).contains("  ward-pcs: { runs: [sensor] }");
  }

  @Test
  void manyThingsThatComeToOneNameAreToldApartInTime() {
    var table = new StringBuilder("host-group,artifact\n");
    for (int row = 0; row < 50_000; row++) {
      table
          .append("pcs,")
          .append((char) (0x4E00 + row % 20_000))
          .append((char) (0x4E00 + row / 20_000))
          .append('\n');
    }
    csv(table.toString());
    assertThat(files.problems()).isEmpty();
    assertThat(files.yaml(null)).contains("x-artifact-49000");
  }

  @Test
  void allMistakesOfAllFilesComeAtOnceWithTheirPlaces() {
    csv(
        """
        host-group,artifact,hosts
        ward-pcs,windows,twelve
        ward-pcs,sensor
        ,sensor,3
        servers,linux,3
        servers,records,4
        """);
    backstage(
        "kind: Component\nspec: {}\n---\nkind: Component\nmetadata: {name: a}\nspec: {dependsOn: [a b]}\n");
    sbom("{\"components\": []}", false);

    assertThat(files.problems())
        .extracting(problem -> problem.file() + ":" + problem.line() + ": " + problem.message())
        .containsExactly(
            "inventory.csv:2: \"twelve\" is no number of hosts",
            "inventory.csv:3: 2 values in this row, 3 in the header",
            "inventory.csv:4: no host-group in this row",
            "inventory.csv:6: 4 hosts in \"servers\", which had 3 before",
            "catalog-info.yaml:1: a catalog entity without metadata.name",
            "catalog-info.yaml:6: \"a b\" is no reference to an entity",
            "ward-pcs.cdx.json:1: no CycloneDX bill of materials: \"bomFormat\" is not"
                + " \"CycloneDX\"");
    assertThat(files.problems()).extracting(Problem::wayOut).noneMatch(List::isEmpty);
  }

  @Test
  void aTableWithoutTheColumnsIsRefusedOnce() {
    csv("group;software\nward-pcs;windows\n");
    assertThat(files.problems()).hasSize(2);
    assertThat(files.problems().getFirst().wayOut().toString()).contains("separated by commas");
  }

  @Test
  void catalogEntitiesBecomeServicesThatNeedEachOther() {
    backstage(
        """
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata: { name: admission-web }
        spec:
          type: website
          dependsOn: [component:Records, resource:shared/records-db, component:gone]
          consumesApis: [forms]
        ---
        kind: Component
        metadata: { name: records }
        spec: { type: service }
        ---
        kind: Resource
        metadata: { name: records-db, namespace: shared }
        spec: { type: database, dependencyOf: [component:default/records], dependsOn: [] }
        ---
        kind: Group
        metadata: { name: it }
        ---
        """);

    assertThat(yaml())
        .contains(
            "  admission-web: { needs: [records, shared.records-db, gone] }",
            "  records: { needs: [shared.records-db] }",
            "  shared.records-db: {}",
            "  gone: {}");
    assertThat(files.left())
        .contains(
            "the APIs that admission-web consumes: add what provides them to its needs",
            "1 of kind group: it runs nowhere by itself, so nothing here hangs on it")
        .anyMatch(line -> line.startsWith("what gone hangs on"));
  }

  @Test
  void anEntityThatNamesNoDependencyIsNotTakenForOneThatHasNone() {
    backstage("kind: Component\nmetadata: { name: records }\nspec: { type: service }\n");

    assertThat(yaml()).contains("  records: {}");
    assertThat(files.left())
        .containsExactly(
            "what records hangs on: it has no dependsOn, so that is not known; needs: [] when nothing");
  }

  private static final String SBOM =
      """
      { "bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
        { "type": "operating-system", "name": "Example OS 11", "version": "23H2",
          "supplier": { "name": "Example Systems" } },
        { "type": "application", "name": "sensor", "version": "7.16", "publisher": "Example EDR" },
        { "type": "application", "name": "viewer" },
        { "type": "library", "name": "zlib", "version": "1.3" } ] }
      """;

  @Test
  void aBillOfMaterialsBecomesSoftwareWithItsSupplier() {
    sbom(SBOM, false);

    assertThat(yaml())
        .contains(
            "  ward-pcs: { runs: [example-os-11@23H2, sensor@7.16, viewer] }",
            "  sensor: example-edr",
            "  viewer: {}",
            "  example-systems: { says: \"Example Systems\", kind: os }");
    assertThat(files.left())
        .contains(
            "1 component of ward-pcs: of type library, which comes with what it is part of;"
                + " --libraries takes them too")
        .anyMatch(line -> line.startsWith("whose viewer on ward-pcs is"));
  }

  @Test
  void librariesAreTakenOnRequest() {
    sbom(SBOM, true);
    assertThat(yaml()).contains("zlib@1.3");
  }

  @Test
  void oneNameForTwoThingsIsTold() {
    csv("host-group,artifact,vendor\nsensor,sensor,sensor\n");

    assertThat(yaml()).contains("sensor-hosts:", "sensor-vendor:");
    assertThat(files.left()).hasSize(2).allMatch(line -> line.contains("would have one name"));
  }

  @Test
  void whatTheFileHasAlreadyIsAComment() {
    csv("host-group,artifact\nward-pcs,sensor\n");
    Outcomes there =
        outcomes(FILE + "groups: { ward-pcs: { runs: [windows] } }\nartifacts: { windows: own }\n");

    assertThat(files.yaml(there))
        .contains(
            "  # in the file already; compare:\n  # ward-pcs: { runs: [sensor] }", "  sensor: {}");
  }

  @Test
  void hostileFilesEndInProblemsOrText() {
    backstage("a: &x [1]\nb: *x\n");
    backstage("[".repeat(5_000));
    sbom("[".repeat(5_000), false);
    sbom("{\"bomFormat\":\"CycloneDX\",\"components\":[1,null,{\"type\":\"application\"}]}", false);
    csv("\"");
    files.csv("bytes.csv", new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    files.csv("large.csv", new byte[InventoryFiles.MAX_BYTES + 1]);

    assertThat(files.problems()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(files.problems()).extracting(Problem::message).anyMatch(m -> m.contains("64 MiB"));
  }

  @Test
  void whateverNamesAreCalledTheTextIsValid() {
    var random = new Random(11);
    var table = new StringBuilder("host-group,artifact,version,vendor\n");
    for (int row = 0; row < 500; row++) {
      for (int cell = 0; cell < 4; cell++) {
        int length = cell < 2 ? 1 + random.nextInt(80) : random.nextInt(5);
        table.append(cell == 0 ? "\"" : ",\"");
        random
            .ints(length, 32, 0x250)
            .filter(c -> c != '"' && !Character.isISOControl(c))
            .forEach(table::appendCodePoint);
        table.append("x\"");
      }
      table.append('\n');
    }
    csv(table.toString());
    assertThat(yaml()).contains("groups:", "artifacts:", "vendors:");
  }
}
