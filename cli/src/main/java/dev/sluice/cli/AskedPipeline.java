package dev.sluice.cli;

import dev.sluice.cli.screen.Plain;
import dev.sluice.server.client.PipelineClient;
import dev.sluice.server.wire.WirePage;
import dev.sluice.server.wire.WirePipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pipeline files of a server, of which people say the beginning of the digest. */
final class AskedPipeline {
  private static final int SHORTEST = 6;

  private AskedPipeline() {}

  /** All of them, newest first. */
  static List<WirePipeline> all(PipelineClient client) throws IOException, InterruptedException {
    List<WirePipeline> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      WirePage<WirePipeline> page = client.page(cursor);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  /**
   * The newest one whose digest begins so.
   *
   * @throws Unusable when there is none, or more than one
   */
  static WirePipeline find(PipelineClient client, String digits)
      throws IOException, InterruptedException {
    if (!digits.matches("[0-9a-f]{" + SHORTEST + ",64}")) {
      throw new Unusable(
          "sluice pipeline: \"%s\" is no pipeline file: at least the first %d digits of its digest"
              .formatted(Plain.of(digits), SHORTEST),
          "  sluice pipeline ls lists them");
    }
    List<WirePipeline> found =
        all(client).stream().filter(each -> each.bundle().startsWith(digits)).toList();
    if (found.isEmpty()) {
      throw new Unusable(
          "sluice pipeline: nobody proposed a file " + digits, "  sluice pipeline ls lists them");
    }
    if (found.stream().map(WirePipeline::bundle).distinct().count() > 1) {
      throw new Unusable(
          "sluice pipeline: more than one begins with " + digits,
          "  sluice pipeline ls --json has all digits");
    }
    return found.getFirst();
  }
}
