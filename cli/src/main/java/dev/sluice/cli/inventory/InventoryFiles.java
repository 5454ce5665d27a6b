package dev.sluice.cli.inventory;

import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Format;
import dev.sluice.model.file.KeyTable;
import dev.sluice.model.file.Measures;
import dev.sluice.model.file.Problem;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.SourceText;
import dev.sluice.model.file.Span;
import dev.sluice.model.outcome.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Takes files of other tools, one after the other, and gives text for a file of outcomes. */
public final class InventoryFiles {
  /** Larger files are refused; callers need read no more than one byte above this. */
  public static final int MAX_BYTES = 64 << 20;

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int MAX_VALUES = 2_000_000;

  private final Inventory inventory = new Inventory();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A table with the columns host-group, artifact, and where they are there hosts, version, vendor.
   */
  public void csv(String file, byte[] content) {
    read(
        "table",
        file,
        content,
        (source, findings) -> new CsvInventory(source, findings, inventory).read());
  }

  /** Catalog entities of Backstage, one or several documents. */
  public void backstage(String file, byte[] content) {
    read(
        "catalog file",
        file,
        content,
        (source, findings) -> new BackstageInventory(source, findings, inventory).read());
  }

  /**
   * A CycloneDX bill of materials in JSON.
   *
   * @param group whose hosts it describes
   * @param libraries whether to take components that are only part of others
   */
  public void sbom(String group, String file, byte[] content, boolean libraries) {
    read(
        "bill of materials",
        file,
        content,
        (source, findings) ->
            new SbomInventory(group, libraries, source, findings, inventory).read());
  }

  private void read(
      String noun, String file, byte[] content, BiConsumer<SourceText, Findings> reader) {
    var format =
        new Format(
            noun,
            file,
            new KeyTable(List.of()),
            MAX_BYTES,
            MAX_VALUES,
            "split the file",
            (_, _) -> false);
    if (content.length > MAX_BYTES) {
      var findings = new Findings(file, SourceText.EMPTY, format);
      findings.add(
          Span.START,
          "the file is larger than " + Measures.spoken(MAX_BYTES),
          "a %s has at most %s bytes; split it".formatted(noun, Quoted.count(MAX_BYTES)));
      problems.addAll(findings.inOrder());
      return;
    }
    SourceText source = SourceText.decode(withoutMark(content));
    var findings = new Findings(file, source, format);
    if (source.isReadable(findings)) {
      reader.accept(source, findings);
    }
    problems.addAll(findings.inOrder());
  }

  /** Spreadsheets write a byte order mark before their UTF-8. */
  private static byte[] withoutMark(byte[] content) {
    boolean marked =
        content.length >= MARK.length
            && Arrays.equals(content, 0, MARK.length, MARK, 0, MARK.length);
    return marked ? Arrays.copyOfRange(content, MARK.length, content.length) : content;
  }

  /** All mistakes in all files. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** What could not be taken over, a sentence each. */
  public List<String> left() {
    return inventory.left();
  }

  /**
   * The text to add.
   *
   * @param there what the file of outcomes has already; null when there is none
   */
  public String yaml(@Nullable Outcomes there) {
    return InventoryYaml.of(inventory, there);
  }
}
