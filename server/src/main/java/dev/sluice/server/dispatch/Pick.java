package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.PipelineRecord;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.server.road.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a runner that asks for work is to be given. */
sealed interface Pick {
  ProductName product();

  /** A run that waits. */
  record Waiting(ProductName product, RunKey run, Lane lane) implements Pick {}

  /**
   * The bundle's negative controls, before anything else of it.
   *
   * @param lane of the run that has to wait for them; null when none does
   */
  record ControlsFirst(ProductName product, Digest bundle, String environment, @Nullable Lane lane)
      implements Pick {}

  /**
   * Urgent first, then data before applications, products in turn, then the oldest. Where the
   * runner's own showing of the negative controls is due, that comes first; when nothing waits, the
   * controls of pipeline files in use are kept fresh.
   */
  static Optional<Pick> of(
      Records records, Instant now, Ask ask, Turns turns, Catalogue catalogue) {
    var desk = new Desk(records, now, ask, catalogue);
    Map<Lane, List<RunRecord>> waiting = desk.waiting();
    for (Lane lane : turns.lanes()) {
      List<RunRecord> runs =
          waiting.getOrDefault(lane, List.of()).stream()
              .sorted(
                  Comparator.comparingLong((RunRecord r) -> turns.lastServed(lane, r.product()))
                      .thenComparing(RunRecord::queued)
                      .thenComparing(RunRecord::product)
                      .thenComparingLong(RunRecord::number))
              .toList();
      for (RunRecord run : runs) {
        Optional<Pick> pick = desk.pick(run, lane);
        if (pick.isPresent()) {
          return pick;
        }
      }
    }
    return desk.upkeep();
  }

  /** One question's memory: each bundle and each release is looked up once. */
  final class Desk {
    private final Records records;
    private final Instant now;
    private final Ask ask;
    private final Catalogue catalogue;
    private final List<RunRecord> open;
    private final List<ReleaseRecord> onTheRoad;
    private final Map<Bundled, Optional<BundleFacts>> facts = new HashMap<>();
    private final Map<Bundled, Boolean> due = new HashMap<>();
    private final Map<String, Batch> batches = new HashMap<>();

    private record Bundled(ProductName product, Digest bundle) {}

    private Desk(Records records, Instant now, Ask ask, Catalogue catalogue) {
      this.records = records;
      this.now = now;
      this.ask = ask;
      this.catalogue = catalogue;
      Map<ProductName, Boolean> may = new HashMap<>();
      this.open =
          records.openRuns().stream()
              .filter(run -> may.computeIfAbsent(run.product(), ask::mayWorkFor))
              .toList();
      this.onTheRoad = records.openReleases();
    }

    private Map<Lane, List<RunRecord>> waiting() {
      Set<String> urgent = new HashSet<>();
      for (ReleaseRecord release : onTheRoad) {
        if (release.isUrgent()) {
          urgent.add(release.product() + " " + release.key());
        }
      }
      Map<Lane, List<RunRecord>> lanes = new HashMap<>();
      for (RunRecord run : open) {
        if (run.state() instanceof RunState.Queued && run.work() instanceof Work.Prove prove) {
          facts(run.product(), prove.bundle())
              .filter(facts -> facts.fits(ask.offer(), prove.environment()))
              .ifPresent(
                  facts -> {
                    Lane lane =
                        urgent.contains(run.product() + " " + prove.release())
                            ? Lane.URGENT
                            : facts.data().contains(prove.release().artifact())
                                ? Lane.DATA
                                : Lane.APPLICATION;
                    lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(run);
                  });
        }
      }
      return lanes;
    }

    private Optional<Pick> pick(RunRecord run, Lane lane) {
      ProductName product = run.product();
      Digest bundle = run.work().bundle();
      Optional<BundleFacts> facts = facts(product, bundle);
      if (facts.isPresent() && isForAnotherLab(run, facts.get())) {
        return Optional.empty();
      }
      if (facts.isEmpty() || !mayShow(facts.get()) || !isDue(product, facts.get())) {
        return Optional.of(new Waiting(product, run.key(), lane));
      }
      // Whoever shows them now has no proof to give before that is done.
      return isShowing(product, bundle)
          ? Optional.empty()
          : Optional.of(new ControlsFirst(product, bundle, facts.get().first(), lane));
    }

    /** One lab says nothing new about what it proves, or has proven, already. */
    private boolean isForAnotherLab(RunRecord run, BundleFacts facts) {
      return run.work() instanceof Work.Prove prove
          && facts.labs().contains(prove.release().artifact())
          && batches
              .computeIfAbsent(
                  run.product() + " " + prove.release(),
                  _ -> Batch.newest(records.runsOf(run.product(), prove.release())))
              .labsBeside(run)
              .contains(ask.lab());
    }

    private Optional<Pick> upkeep() {
      for (ProductName product : records.products()) {
        if (product.equals(ProductName.SERVER) || !ask.mayWorkFor(product)) {
          continue;
        }
        for (Digest bundle : inNeed(product)) {
          Optional<BundleFacts> facts = facts(product, bundle);
          if (facts.isPresent()
              && mayShow(facts.get())
              && isStale(product, facts.get())
              && !isShowing(product, bundle)) {
            return Optional.of(new ControlsFirst(product, bundle, facts.get().first(), null));
          }
        }
      }
      return Optional.empty();
    }

    /**
     * Bundles whose controls somebody needs: those that releases are being proven by, which may
     * wait for nothing else and whose pipeline file need not be in use any more, and the one in
     * use.
     */
    private Set<Digest> inNeed(ProductName product) {
      Set<Digest> bundles = new LinkedHashSet<>();
      for (ReleaseRecord release : onTheRoad) {
        if (release.product().equals(product)
            && release.state() instanceof ReleaseState.Proving(var bundle)) {
          bundles.add(bundle);
        }
      }
      records.pipelineInUse(product).map(PipelineRecord::bundle).ifPresent(bundles::add);
      return bundles;
    }

    /** A runner that cannot show them lets others speak for the suite. */
    private boolean mayShow(BundleFacts facts) {
      return facts.controlsFit(ask.offer()) && !ask.untellable().contains(facts.digest());
    }

    private boolean isDue(ProductName product, BundleFacts facts) {
      return due.computeIfAbsent(
          new Bundled(product, facts.digest()),
          key ->
              ControlsJudgement.isDue(
                      facts.hasControls(),
                      records.controls(product, key.bundle()),
                      ask.runner(),
                      now)
                  || isChanged(product, facts));
    }

    private boolean isChanged(ProductName product, BundleFacts facts) {
      return facts.hasControls()
          && Dispatch.isChanged(records, product, ask.runner(), ask.offer().equipment());
    }

    private boolean isStale(ProductName product, BundleFacts facts) {
      return ControlsJudgement.isStale(
              facts.hasControls(), records.controls(product, facts.digest()), ask.runner(), now)
          || isChanged(product, facts);
    }

    private boolean isShowing(ProductName product, Digest bundle) {
      return open.stream()
          .filter(run -> run.product().equals(product))
          .filter(run -> run.work() instanceof Work.Controls c && c.bundle().equals(bundle))
          .anyMatch(run -> ask.runner().equals(run.state().runner()));
    }

    private Optional<BundleFacts> facts(ProductName product, Digest bundle) {
      return facts.computeIfAbsent(
          new Bundled(product, bundle), key -> catalogue.facts(key.product(), key.bundle()));
    }
  }
}
