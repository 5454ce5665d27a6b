package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.ReleaseKey;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.ledger.ControlsRecord;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunLife;
import dev.sluice.server.life.RunState;
import dev.sluice.server.road.Controls;
import dev.sluice.server.road.Road;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What follows for releases when a run has ended or negative controls were shown. */
final class Aftermath {
  private final Catalogue catalogue;

  Aftermath(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** After a candidate's run; nothing follows from the end of any other. */
  List<Event> of(Records records, RunRecord run, Event.OfRun end, Instant now) {
    if (!(run.work() instanceof Work.Prove prove)) {
      return List.of();
    }
    return settle(
        records,
        run.product(),
        prove.release(),
        prove.bundle(),
        Map.of(run.key(), RunLife.next(run.state(), end)),
        records.controls(run.product(), prove.bundle()),
        now);
  }

  /** After a showing, for every release that may have waited for it. */
  List<Event> ofControls(Records records, ProductName product, ControlsRecord shown, Instant now) {
    List<ControlsRecord> all = new ArrayList<>();
    all.add(shown);
    all.addAll(records.controls(product, shown.bundle()));
    // Newest first: what it supersedes needs no answer of its own.
    List<ReleaseRecord> waiting =
        records.openReleases().stream()
            .filter(release -> release.product().equals(product))
            .filter(
                release ->
                    release.state() instanceof ReleaseState.Proving(var bundle)
                        && bundle.equals(shown.bundle()))
            .sorted(Comparator.comparingLong(ReleaseRecord::number).reversed())
            .toList();
    List<Event> events = new ArrayList<>();
    Set<ReleaseKey> superseded = new HashSet<>();
    for (ReleaseRecord release : waiting) {
      if (superseded.contains(release.key())) {
        continue;
      }
      List<Event> settled =
          settle(records, product, release.key(), shown.bundle(), Map.of(), all, now);
      for (Event event : settled) {
        if (event instanceof Event.ReleaseSuperseded(var older, var _)) {
          superseded.add(older);
        }
      }
      events.addAll(settled);
    }
    return events;
  }

  private List<Event> settle(
      Records records,
      ProductName product,
      ReleaseKey release,
      Digest bundle,
      Map<RunKey, RunState> changed,
      List<ControlsRecord> shown,
      Instant now) {
    Optional<BundleFacts> facts = catalogue.facts(product, bundle);
    return Road.settle(
        records,
        product,
        release,
        changed,
        // A bundle that cannot be read any more backs nothing.
        facts
            .map(known -> ControlsJudgement.of(known.hasControls(), shown, now))
            .orElse(Controls.DUE),
        facts.map(known -> !known.byHand().contains(release.artifact())).orElse(false),
        facts.map(known -> known.data().contains(release.artifact())).orElse(false));
  }
}
