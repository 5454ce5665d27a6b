package dev.sluice.proving.lab;

import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.proving.check.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files that every guest of one prove sees, read-only: releases to take live, and samples. */
final class InputsFolder {
  /** All questions of one boot share one script and 64 KiB of answers. */
  private static final int MOST_SAMPLES = 200;

  private final Path root;
  private final Path pipelineFolder;
  private final Map<Release, String> releases = new HashMap<>();
  private final Map<CheckSpec, List<Sample>> samples = new HashMap<>();
  private int count;

  InputsFolder(Path root, Path pipelineFolder) {
    this.root = root;
    this.pipelineFolder = pipelineFolder;
  }

  Path root() {
    return root;
  }

  void addReleases(Map<Release, Path> files) {
    files.forEach((release, file) -> releases.put(release, put(file, "release")));
  }

  /** Adds the samples of a check; a folder stands for all files in it. */
  void addSamples(CheckSpec check) {
    List<String> named =
        switch (check) {
          case CheckSpec.Catches c -> c.samples();
          case CheckSpec.LeavesAlone c -> c.samples();
          case CheckSpec.StaysWithin _,
              CheckSpec.Installs _,
              CheckSpec.SurvivesDates _,
              CheckSpec.UserCommand _ ->
              List.of();
        };
    List<Sample> taken = new ArrayList<>();
    for (String name : named) {
      Path path = pipelineFolder.resolve(name);
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file :
            files.filter(Files::isRegularFile).sorted().limit(MOST_SAMPLES + 1).toList()) {
          // The copy is what the machine is shown; the original may change meanwhile.
          String copy = put(file, "sample");
          taken.add(
              new Sample(
                  pipelineFolder.relativize(file).toString(), copy, digest(root.resolve(copy))));
        }
      } catch (IOException | UncheckedIOException e) {
        throw new LabException(
            LabException.Kind.UNUSABLE,
            check.name() + ": " + path + " cannot be read: " + e.getMessage());
      }
    }
    if (taken.size() > MOST_SAMPLES) {
      throw new LabException(
          LabException.Kind.UNUSABLE,
          check.name()
              + ": more than "
              + MOST_SAMPLES
              + " sample files in "
              + named
              + "; name a folder with fewer, or check the rest with a command of your own");
    }
    if (!named.isEmpty() && taken.isEmpty()) {
      throw new LabException(
          LabException.Kind.UNUSABLE, check.name() + ": there is no file in " + named);
    }
    samples.put(check, List.copyOf(taken));
  }

  private String put(Path file, String kind) {
    String name = kind + "-" + count++ + "/" + file.getFileName();
    try {
      Path to = root.resolve(name);
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL,
          "no room for a copy of " + file + ": " + e.getMessage());
    }
    return name;
  }

  static Digest digest(Path file) throws IOException {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new Digest(HexFormat.of().formatHex(sha));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Map<Release, String> releases() {
    return Map.copyOf(releases);
  }

  Map<CheckSpec, List<Sample>> samples() {
    return Map.copyOf(samples);
  }
}
