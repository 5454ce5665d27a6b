package dev.sluice.server.bundle;

import dev.sluice.model.Digest;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.model.pipeline.PipelineFile;
import dev.sluice.proving.lab.Product;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A small product on disk that names a file of every use. */
record Place(Path folder) {
  static final String PIPELINE =
      """
      sluice: 1
      product: filter
      artifacts:
        filter:
          kind: application
          at: /srv/filter/filter.bin
          releases: { "1": { file: build/filter-1, hosts: 10 } }
          build: [./build.sh]
          verbs:
            install: [filterctl, install]
            take: [filterctl, take]
            in-force: [filterctl, in-force]
            probe: [filterctl, probe]
        words:
          kind: data
          for: filter
          at: /srv/filter/words
          releases: { "1": words/1 }
          size: 64 KiB
          format: { command: [tools/check-words, --strict] }
          floor: { version: "0", file: ./words/empty }
          known-bad:
            - { release: "2", file: words/blind, goes-red: catches }
      environments:
        guest:
          driver: qemu
          image: { script: guest.sh, inputs: [guest] }
          state: /srv
          stands-for: { os: debian }
        sandbox:
          driver: process
          root: { folder: roots/appliance }
          state: /srv
          stands-for: { os: appliance }
        own:
          driver: machine
          ssh: { host: lab.example, user: root, identity: lab/key, host-keys: lab/known_hosts }
          inputs: /var/tmp/sluice
          restore: [lab/machine, restore]
          power-on: [lab/machine, "on"]
          power-off: [lab/machine, "off"]
          stands-for: { os: own }
      suites:
        smoke:
          - catches: samples/threat
          - leaves-alone: samples/clean
      """;

  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("build/filter-1", "filter 1"),
          Map.entry("build.sh", "not taken along"),
          Map.entry("words/1", "one"),
          Map.entry("words/empty", ""),
          Map.entry("words/blind", "blind"),
          Map.entry("words/unnamed", "not taken along"),
          Map.entry("tools/check-words", "#!/bin/sh\n"),
          Map.entry("guest.sh", "#!/bin/sh\necho guest\n"),
          Map.entry("guest/init/one", "1"),
          Map.entry("guest/two", "2"),
          Map.entry("roots/appliance/bin/sh", "shell"),
          Map.entry("lab/key", "SECRET"),
          Map.entry("lab/known_hosts", "lab.example ssh-ed25519 AAAA"),
          Map.entry("lab/machine", "#!/bin/sh\n"),
          Map.entry("samples/threat", "threat"),
          Map.entry("samples/clean/letter", "dear"),
          Map.entry("samples/clean/deep/photo", "jpeg"));

  static Place in(Path folder) throws IOException {
    Place place = new Place(folder);
    place.write(Bundle.PIPELINE, PIPELINE);
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      place.write(file.getKey(), file.getValue());
    }
    for (String script : new String[] {"tools/check-words", "guest.sh", "lab/machine"}) {
      Files.setPosixFilePermissions(
          folder.resolve(script), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.createDirectories(folder.resolve("roots/appliance/var/empty"));
    Files.createSymbolicLink(folder.resolve("roots/appliance/sbin"), Path.of("bin"));
    return place;
  }

  void write(String path, String text) throws IOException {
    Path at = folder.resolve(path);
    Files.createDirectories(at.getParent());
    Files.writeString(at, text);
  }

  Path file() {
    return folder.resolve(Bundle.PIPELINE);
  }

  Product product() throws IOException {
    byte[] content = Files.readAllBytes(file());
    return new Product(parse(new String(content, StandardCharsets.UTF_8)), folder, digest(content));
  }

  Gathered gathered() throws IOException {
    return Gathering.of(product(), file());
  }

  Gathered.Whole whole() throws IOException {
    return switch (gathered()) {
      case Gathered.Whole whole -> whole;
      case Gathered.Lacking(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static Pipeline parse(String text) {
    return switch (PipelineFile.parse("sluice.yaml", text.getBytes(StandardCharsets.UTF_8))) {
      case PipelineFile.Valid(var pipeline) -> pipeline;
      case PipelineFile.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static Digest digest(byte[] content) {
    return Sha256.of(content);
  }
}
