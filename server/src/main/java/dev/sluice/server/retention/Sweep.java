package dev.sluice.server.retention;

import dev.sluice.model.Digest;
import dev.sluice.server.bundle.Bundle;
import dev.sluice.server.bundle.BundleJson;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.content.Holds;
import dev.sluice.server.event.Actor;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Page;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.RemovedRecord;
import dev.sluice.trust.canonical.MalformedInput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes what the rule lets go. A removal is in the log before it is done; one that a crash left
 * undone is done at the next start. So bytes may outlive their removal, and never the other way
 * round.
 */
public final class Sweep {
  private static final System.Logger LOG = System.getLogger(Sweep.class.getName());
  private static final int PAGE = 1_000;

  /** Recorded in one transaction, and so many at most are undone after a crash. */
  private static final int AT_ONCE = 200;

  private final Ledger ledger;
  private final Contents contents;
  private final Holds holds;
  private final InstantSource clock;
  private final Supplier<TraceId> traces;

  public Sweep(
      Ledger ledger,
      Contents contents,
      Holds holds,
      InstantSource clock,
      Supplier<TraceId> traces) {
    this.ledger = ledger;
    this.contents = contents;
    this.holds = holds;
    this.clock = clock;
    this.traces = traces;
  }

  /** Does what the last process had recorded and not done; before anybody is answered. */
  public void recover() {
    each(
        product -> {
          @Nullable Set<Digest> named = null;
          for (RemovedRecord removed : ledger.read(records -> records.removals(product, AT_ONCE))) {
            if (contents.of(product).size(removed.content()).isPresent()) {
              named = named == null ? named(product).content() : named;
              if (!named.contains(removed.content())
                  && ledger.read(records -> Removals.isUndone(records, removed))) {
                contents.of(product).remove(removed.content());
              }
            }
          }
        });
  }

  /** Removes what may go now. */
  public void once(Rule rule) {
    if (rule.removes()) {
      each(product -> sweep(product, rule));
    }
  }

  /** What {@link #once} would remove of a product now. */
  public List<Event.ContentRemoved> going(ProductName product, Rule rule) throws IOException {
    return going(product, candidates(product, rule), named(product), rule);
  }

  private interface Task {
    void of(ProductName product) throws IOException;
  }

  private void each(Task task) {
    for (ProductName product : ledger.read(Records::products)) {
      try {
        task.of(product);
      } catch (IOException e) {
        // What cannot be judged stays; the next time may go better.
        LOG.log(System.Logger.Level.ERROR, "nothing more of " + product + " is removed", e);
      }
    }
  }

  private List<Event.ContentRemoved> going(
      ProductName product, Map<Digest, Long> asked, Removals.Named named, Rule rule) {
    Instant now = clock.instant();
    return ledger.read(records -> Removals.of(records, product, asked, named, rule, now).answer());
  }

  private void sweep(ProductName product, Rule rule) throws IOException {
    List<Digest> candidates = List.copyOf(candidates(product, rule).keySet());
    Removals.Named named = named(product);
    ContentStore store = contents.of(product);
    for (int from = 0; from < candidates.size(); from += AT_ONCE) {
      try (Holds.Held _ = holds.alone()) {
        Map<Digest, Long> asked = new LinkedHashMap<>();
        for (Digest digest :
            candidates.subList(from, Math.min(from + AT_ONCE, candidates.size()))) {
          add(asked, product, digest);
        }
        List<Event.ContentRemoved> removed =
            ledger.decide(
                new Ledger.Call(product, Actor.SERVER, "retention", traces.get()),
                (records, now) -> Removals.of(records, product, asked, named, rule, now));
        for (Event.ContentRemoved one : removed) {
          store.remove(one.content());
        }
      }
    }
  }

  /** What is old enough and here. */
  private Map<Digest, Long> candidates(ProductName product, Rule rule) throws IOException {
    Instant now = clock.instant();
    Set<Digest> old = new HashSet<>();
    pages(
        (records, before) -> records.releases(product, null, before, PAGE),
        (_, release) -> {
          if (rule.mayGo(release, now)) {
            old.add(release.content());
          }
        });
    pages(
        (records, before) -> records.runs(product, before, PAGE),
        (records, run) -> {
          @Nullable Digest evidence = run.evidence();
          if (evidence != null && rule.mayGo(records, run, now)) {
            old.add(evidence);
          }
        });
    Map<Digest, Long> here = new LinkedHashMap<>();
    for (Digest digest : old) {
      add(here, product, digest);
    }
    return here;
  }

  private void add(Map<Digest, Long> to, ProductName product, Digest digest) throws IOException {
    OptionalLong size = contents.of(product).size(digest);
    if (size.isPresent()) {
      to.put(digest, size.getAsLong());
    }
  }

  /** Of every bundle, be it rejected: its author may propose it again. */
  private Removals.Named named(ProductName product) throws IOException {
    long newest = ledger.read(records -> Removals.newest(records, product));
    Set<Digest> bundles = new HashSet<>();
    pages(
        (records, before) -> records.pipelines(product, before, PAGE),
        (_, pipeline) -> bundles.add(pipeline.bundle()));
    Set<Digest> named = new HashSet<>(bundles);
    for (Digest bundle : bundles) {
      read(product, bundle).files().forEach(file -> named.add(file.digest()));
    }
    return new Removals.Named(newest, named);
  }

  private Bundle read(ProductName product, Digest bundle) throws IOException {
    try (InputStream in = contents.of(product).open(bundle, 0)) {
      return BundleJson.read(in.readNBytes(BundleJson.LIMIT + 1), Long.MAX_VALUE);
    } catch (MalformedInput e) {
      throw new IOException("the bundle " + bundle + " cannot be read: " + e.sentence(), e);
    }
  }

  private interface Pages<T> {
    Page<T> before(Records records, long number);
  }

  private interface Look<T> {
    void at(Records records, T item);
  }

  /** Page by page, so that no reading transaction lasts. */
  private <T> void pages(Pages<T> pages, Look<T> look) {
    @Nullable Long before = Long.MAX_VALUE;
    while (before != null) {
      long from = before;
      Page<T> looked =
          ledger.read(
              records -> {
                Page<T> page = pages.before(records, from);
                page.items().forEach(item -> look.at(records, item));
                return page;
              });
      before = looked.next();
    }
  }
}
