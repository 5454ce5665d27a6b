package dev.sluice.proving.lab;

import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Version;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.JsonReader;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each negative control was last seen red, one file a suite digest: a changed suite has shown
 * nothing yet. The format is in {@code docs/formats/negative-controls.md}.
 */
final class NegativeControls {
  private static final int LIMIT = 1 << 20;

  private final Path folder;

  NegativeControls(Path state) {
    this.folder = state.resolve("negative-controls");
  }

  /** A control as the pipeline file and the files it names define it. */
  record Defined(
      ArtifactName artifact, Version version, Digest file, String goesRed, @Nullable Version with) {
    String key() {
      return artifact + " " + version + " " + file + " " + goesRed + " " + with;
    }
  }

  /** The record of each control, in the order given. */
  List<ControlRecord> records(Digest suite, List<Defined> controls) {
    Map<String, ControlRecord> known = read(suite);
    return controls.stream()
        .map(
            c ->
                known.getOrDefault(
                    c.key(),
                    new ControlRecord(
                        c.artifact(), c.version(), c.file(), c.goesRed(), c.with(), null, null)))
        .toList();
  }

  /** Notes a showing; a crash leaves the old file or the new one. */
  ControlRecord note(Digest suite, Defined control, ControlRecord.Shown shown, Instant at) {
    try {
      Files.createDirectories(folder);
      try (FileChannel lock =
          FileChannel.open(
              folder.resolve(suite + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        lock.lock();
        Map<String, ControlRecord> known = new HashMap<>(read(suite));
        ControlRecord before = known.get(control.key());
        Instant lastRed = before == null ? null : before.lastRed();
        ControlRecord after =
            new ControlRecord(
                control.artifact(),
                control.version(),
                control.file(),
                control.goesRed(),
                control.with(),
                shown == ControlRecord.Shown.RED ? at : lastRed,
                shown);
        known.put(control.key(), after);
        write(suite, known);
        return after;
      }
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL,
          "could not keep what the negative control showed: " + e.getMessage());
    }
  }

  private Map<String, ControlRecord> read(Digest suite) {
    Path file = folder.resolve(suite + ".json");
    Map<String, ControlRecord> known = new HashMap<>();
    if (!Files.exists(file)) {
      return known;
    }
    try {
      Json.Fields root = JsonReader.readFields(Files.readAllBytes(file), LIMIT);
      if (root.whole("format") != 1) {
        throw new MalformedInput("its format is " + root.whole("format") + ", this reads 1");
      }
      for (Json item : root.items("controls")) {
        if (!(item instanceof Json.Fields fields)) {
          throw new MalformedInput("a control that is not an object");
        }
        ControlRecord control = read(fields);
        known.put(
            new Defined(
                    control.artifact(),
                    control.version(),
                    control.file(),
                    control.goesRed(),
                    control.with())
                .key(),
            control);
      }
      return known;
    } catch (IOException | MalformedInput | IllegalArgumentException | DateTimeParseException e) {
      // Whoever reads "never shown" instead could take a withheld proof for a given one.
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL,
          file
              + " cannot be read ("
              + e.getMessage()
              + "); delete it and run"
              + " sluice prove --negative-controls");
    }
  }

  private static ControlRecord read(Json.Fields fields) throws MalformedInput {
    return new ControlRecord(
        new ArtifactName(fields.text("artifact")),
        new Version(fields.text("release")),
        new Digest(fields.text("sha256")),
        fields.text("goes-red"),
        fields.has("with") ? new Version(fields.text("with")) : null,
        fields.has("last-red") ? Instant.parse(fields.text("last-red")) : null,
        switch (fields.text("last-shown")) {
          case "red" -> ControlRecord.Shown.RED;
          case "green" -> ControlRecord.Shown.GREEN;
          default -> throw new MalformedInput("last-shown is neither red nor green");
        });
  }

  private void write(Digest suite, Map<String, ControlRecord> known) throws IOException {
    List<Json> controls = new ArrayList<>();
    known.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> controls.add(write(entry.getValue())));
    byte[] bytes =
        CanonicalJson.write(
            new Json.Fields(
                Map.of(
                    "format", new Json.Whole(1),
                    "suite", new Json.Text(suite.hex()),
                    "controls", new Json.Items(controls))));
    Path temporary = Files.createTempFile(folder, "controls", ".tmp");
    try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Files.move(temporary, folder.resolve(suite + ".json"), StandardCopyOption.ATOMIC_MOVE);
    // Else the rename itself can vanish, and with it that proofs are withheld.
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static Json write(ControlRecord control) {
    Map<String, Json> fields = new HashMap<>();
    fields.put("artifact", new Json.Text(control.artifact().value()));
    fields.put("release", new Json.Text(control.version().value()));
    fields.put("sha256", new Json.Text(control.file().hex()));
    fields.put("goes-red", new Json.Text(control.goesRed()));
    if (control.with() != null) {
      fields.put("with", new Json.Text(control.with().value()));
    }
    if (control.lastRed() != null) {
      fields.put("last-red", new Json.Text(control.lastRed().toString()));
    }
    fields.put(
        "last-shown",
        new Json.Text(control.lastShown() == ControlRecord.Shown.GREEN ? "green" : "red"));
    return new Json.Fields(fields);
  }
}
