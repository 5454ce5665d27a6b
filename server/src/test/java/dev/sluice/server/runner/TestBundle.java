package dev.sluice.server.runner;

import dev.sluice.model.Digest;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.wire.RunResult;
import dev.sluice.trust.canonical.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small bundle that is valid. */
public final class TestBundle {
  private static final String PIPELINE =
      """
      sluice: 1
      product: PRODUCT
      artifacts:
        sensor:
          kind: application
          at: /srv/sensor
          releases: { "7.15": sensor-7.15 }
          verbs: { take: [take], in-force: [in-force], probe: [probe] }
        channel:
          kind: data
          for: sensor
          at: /srv/channel
          releases: { "289": channel-289 }
          size: 64 KiB
          labs: LABS
          known-bad: [{ release: "291", file: channel-291-bad, goes-red: boots }]
      environments:
        small:
          driver: qemu
          image: { script: guest.sh }
          state: /srv
          stands-for: { os: debian }
      suites:
        smoke:
          - catches: threat
          - leaves-alone: clean
      """;

  private static final String BAD = "channel-291-bad";

  private TestBundle() {}

  /** How its one negative control went. */
  public static RunResult.WireControl shown(boolean red) {
    return new RunResult.WireControl(
        "channel", "291", Sha256.of("bad".getBytes(StandardCharsets.UTF_8)).hex(), "boots", red);
  }

  /** Where bytes are put. */
  public interface Put {
    Digest put(byte[] bytes) throws IOException, InterruptedException;
  }

  /** Digest of the pipeline file. */
  public static Digest pipelineFile(ProductName product) {
    return pipelineFile(product, 1);
  }

  /** The same where so many labs prove data. */
  static Digest pipelineFile(ProductName product, int labs) {
    return Sha256.of(text(product, labs).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ProductName product, int labs) {
    return PIPELINE.replace("PRODUCT", product.value()).replace("LABS", Integer.toString(labs));
  }

  /** Puts it into a store, with all it names. */
  static Digest in(ContentStore store, ProductName product) throws IOException {
    try {
      return put(store::put, product);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The same wherever bytes are put. */
  public static Digest put(Put store, ProductName product)
      throws IOException, InterruptedException {
    return put(store, product, 1);
  }

  /** The same, allowing data of another size: more is weaker. */
  public static Digest put(Put store, ProductName product, String size)
      throws IOException, InterruptedException {
    return put(
        store, product, text(product, 1).replace("64 KiB", size).getBytes(StandardCharsets.UTF_8));
  }

  /** The same where so many labs prove data. */
  static Digest put(Put store, ProductName product, int labs)
      throws IOException, InterruptedException {
    return put(store, product, text(product, labs).getBytes(StandardCharsets.UTF_8));
  }

  private static Digest put(Put store, ProductName product, byte[] pipeline)
      throws IOException, InterruptedException {
    Map<String, String> files =
        new TreeMap<>(
            Map.of(
                Bundle.PIPELINE,
                new String(pipeline, StandardCharsets.UTF_8),
                "sensor-7.15",
                // As Proofs has it: what a release in the field holds is its version.
                "7.15",
                "channel-289",
                "289",
                BAD,
                "bad",
                "guest.sh",
                "#!/bin/sh\n",
                "threat",
                "threat",
                "clean",
                "clean"));
    List<Bundle.File> listed = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
      listed.add(
          new Bundle.File(
              file.getKey(), store.put(bytes), bytes.length, file.getKey().endsWith(".sh")));
    }
    byte[] manifest = BundleJson.bytes(new Bundle(product, listed, List.of()));
    store.put(manifest);
    return Sha256.of(manifest);
  }
}
