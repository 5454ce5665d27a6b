package dev.sluice.server.retention;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.Decided;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.server.ledger.RunRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what is removed. */
final class Removals {
  private Removals() {}

  /**
   * What pipeline files name, as of one of their numbers.
   *
   * @param newest of the newest proposal; 0 when there is none
   * @param content of every bundle that was ever proposed, the bundles themselves included
   */
  record Named(long newest, Set<Digest> content) {
    Named {
      content = Set.copyOf(content);
    }
  }

  /**
   * Of what is asked about that which nothing needs, as of now. Nothing, when a pipeline file was
   * proposed since it was looked up what they name: the next time is soon enough.
   *
   * @param asked with sizes in bytes
   */
  static Decided<List<Event.ContentRemoved>> of(
      Records records,
      ProductName product,
      Map<Digest, Long> asked,
      Named named,
      Rule rule,
      Instant now) {
    if (newest(records, product) != named.newest()) {
      return Decided.nothing(List.of());
    }
    Set<Digest> needed = new HashSet<>(named.content());
    Map<Digest, String> may = new LinkedHashMap<>();
    for (ReleaseRecord release : records.releasesWith(product, asked.keySet())) {
      if (rule.mayGo(release, now)) {
        may.putIfAbsent(
            release.content(),
            "the content of %s, which was %s"
                .formatted(release.key().title(), release.state().word()));
      } else {
        needed.add(release.content());
      }
      need(needed, release.provenance());
    }
    for (RunRecord run : records.runsWith(product, asked.keySet())) {
      @Nullable Digest evidence = run.evidence();
      if (evidence != null && rule.mayGo(records, run, now)) {
        may.putIfAbsent(evidence, "the evidence of run " + run.key());
      } else {
        need(needed, evidence);
      }
      need(needed, run.proof());
    }
    List<Event.ContentRemoved> events = new ArrayList<>();
    may.forEach(
        (content, reason) -> {
          @Nullable Long size = asked.get(content);
          if (size != null && !needed.contains(content)) {
            events.add(new Event.ContentRemoved(content, size, reason));
          }
        });
    return new Decided<>(List.copyOf(events), List.copyOf(events));
  }

  /** Whether nobody named it since: if it is here, then because it was never removed. */
  static boolean isUndone(Records records, RemovedRecord removed) {
    Set<Digest> content = Set.of(removed.content());
    ProductName product = removed.product();
    return records.releasesWith(product, content).stream()
            .allMatch(release -> release.changed() < removed.number())
        && records.runsWith(product, content).stream()
            .allMatch(run -> run.changed() < removed.number());
  }

  static long newest(Records records, ProductName product) {
    return records.pipelines(product, Long.MAX_VALUE, 1).items().stream()
        .mapToLong(PipelineRecord::number)
        .findFirst()
        .orElse(0);
  }

  private static void need(Set<Digest> needed, @Nullable Digest digest) {
    if (digest != null) {
      needed.add(digest);
    }
  }
}
