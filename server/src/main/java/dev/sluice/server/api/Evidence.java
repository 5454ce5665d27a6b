package dev.sluice.server.api;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.RunState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/** Reads what runs left: archives made by runners, which are not trusted to be small or sound. */
final class Evidence {
  private static final String JUNIT = "junit.xml";
  private static final String REPORT = "report.html";
  private static final int LARGEST = 16 << 20;
  private static final long MOST_UNPACKED = 256 << 20;
  // Of each entry, so that many empty ones end as well.
  private static final long COSTS = 1024;

  private Evidence() {}

  /** All suites of all runs in one document. */
  static byte[] junit(List<RunRecord> runs, ContentStore store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
            .getBytes(StandardCharsets.UTF_8));
    int found = 0;
    for (RunRecord run : runs) {
      Optional<byte[]> document = file(run, store, JUNIT);
      if (document.isPresent()) {
        out.writeBytes(suites(run, document.get()));
        out.write('\n');
        found++;
        if (out.size() > LARGEST) {
          throw Problems.tooLarge("The runs' JUnit files are too large together; see each run's");
        }
      }
    }
    if (found == 0) {
      throw Problems.notFound("No run of this release left a JUnit file yet");
    }
    out.writeBytes("</testsuites>\n".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /**
   * One run's page.
   *
   * @param wanted null for the run that says most: the first that failed, else the first there is
   */
  static byte[] report(List<RunRecord> runs, ContentStore store, @Nullable RunKey wanted)
      throws IOException {
    List<RunRecord> those =
        runs.stream()
            .filter(run -> run.evidence() != null)
            .filter(run -> wanted == null || run.key().equals(wanted))
            .sorted((a, b) -> Boolean.compare(hasFailed(b), hasFailed(a)))
            .toList();
    for (RunRecord run : those) {
      Optional<byte[]> page = file(run, store, REPORT);
      if (page.isPresent()) {
        return page.get();
      }
    }
    throw Problems.notFound("No such run of this release left a report yet");
  }

  private static boolean hasFailed(RunRecord run) {
    return run.state() instanceof RunState.Failed;
  }

  private static Optional<byte[]> file(RunRecord run, ContentStore store, String name)
      throws IOException {
    Digest evidence = run.evidence();
    if (evidence == null || store.size(evidence).isEmpty()) {
      return Optional.empty();
    }
    try (ZipInputStream zip = new ZipInputStream(store.open(evidence, 0))) {
      long left = MOST_UNPACKED;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          byte[] bytes = zip.readNBytes(LARGEST + 1);
          if (bytes.length > LARGEST) {
            throw tooLarge(name, run);
          }
          return Optional.of(bytes);
        }
        // Unpacking what stands before is all that a stream can do; a bomb is not unpacked to its
        // end.
        left -= COSTS + zip.skip(left);
        if (left <= 0) {
          throw tooLarge(name, run);
        }
      }
    }
    return Optional.empty();
  }

  private static ProblemException tooLarge(String name, RunRecord run) {
    return Problems.tooLarge(
        "%s of run %s, or what stands before it, is too large; fetch the run's evidence instead"
            .formatted(name, run.key()));
  }

  /** The suites of a document, without what is around them. */
  private static byte[] suites(RunRecord run, byte[] document) {
    XMLInputFactory in = XMLInputFactory.newFactory();
    in.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    in.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLEventReader reader = in.createXMLEventReader(new ByteArrayInputStream(document));
      XMLEventWriter writer =
          XMLOutputFactory.newFactory().createXMLEventWriter(out, StandardCharsets.UTF_8.name());
      int depth = 0;
      while (reader.hasNext()) {
        XMLEvent event = reader.nextEvent();
        if (event.isStartElement()
            && (depth > 0 || event.asStartElement().getName().getLocalPart().equals("testsuite"))) {
          depth++;
        }
        if (depth > 0) {
          writer.add(event);
        }
        if (event.isEndElement() && depth > 0) {
          depth--;
        }
      }
      writer.flush();
    } catch (XMLStreamException _) {
      throw Problems.notFound(
          "%s of run %s is no XML; fetch the run's evidence instead".formatted(JUNIT, run.key()));
    }
    return out.toByteArray();
  }
}
