package dev.sluice.server.api;

import dev.sluice.server.event.Entry;
import dev.sluice.server.ledger.EventJson;
import dev.sluice.server.ledger.Ledger;
import dev.sluice.server.ledger.Records;
import dev.sluice.server.ledger.ReleaseRecord;
import dev.sluice.server.ledger.RunRecord;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** What the server counts and measures, for Prometheus. Names carry their units. */
public final class Metrics {
  /** The text format of Prometheus. */
  static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram requests;
  private final Counter denials;
  private final Counter faults;
  private final Counter events;

  /**
   * With everything registered.
   *
   * @param freeBytes left on the disk that holds the server's folder
   */
  public Metrics(Ledger ledger, InstantSource clock, LongSupplier freeBytes) {
    requests =
        Histogram.builder()
            .name("sluice_http_request_duration_seconds")
            .help("Time from a request's headers to the end of its answer.")
            .unit(Unit.SECONDS)
            .labelNames("route", "status")
            .classicUpperBounds(0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60)
            .classicOnly()
            .register(registry);
    denials =
        Counter.builder()
            .name("sluice_denials_total")
            .help("Requests without a valid token, or with one that does not permit them.")
            .register(registry);
    faults =
        Counter.builder()
            .name("sluice_faults_total")
            .help("Requests that failed by a fault of the server's.")
            .register(registry);
    events =
        Counter.builder()
            .name("sluice_events_total")
            .help("Events appended since the start.")
            .labelNames("event")
            .register(registry);
    gauge(
        "sluice_releases",
        "Releases that are on their road.",
        ledger,
        records -> {
          Map<String, Integer> states = new TreeMap<>();
          for (ReleaseRecord release : records.openReleases()) {
            states.merge(release.state().word(), 1, Integer::sum);
          }
          return states;
        });
    gauge(
        "sluice_runs",
        "Runs whose state is no end yet.",
        ledger,
        records -> {
          Map<String, Integer> states = new TreeMap<>();
          for (RunRecord run : records.openRuns()) {
            states.merge(run.state().word(), 1, Integer::sum);
          }
          return states;
        });
    GaugeWithCallback.builder()
        .name("sluice_queue_oldest_seconds")
        .help("Age of the oldest run that waits for a runner; 0 when none does.")
        .unit(Unit.SECONDS)
        .callback(call -> call.call(ledger.read(oldest(clock))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("sluice_disk_free_bytes")
        .help("Free on the disk that holds the server's folder.")
        .unit(Unit.BYTES)
        .callback(call -> call.call((double) freeBytes.getAsLong()))
        .register(registry);
    ledger.listen(this::count);
  }

  private void gauge(
      String name, String help, Ledger ledger, Function<Records, Map<String, Integer>> count) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("state")
        .callback(call -> ledger.read(count).forEach((state, number) -> call.call(number, state)))
        .register(registry);
  }

  private static Function<Records, Double> oldest(InstantSource clock) {
    ToDoubleFunction<RunRecord> age =
        run -> Duration.between(run.since(), clock.instant()).toMillis() / 1000.0;
    return records ->
        records.openRuns().stream()
            .filter(run -> run.state().word().equals("queued"))
            .mapToDouble(age)
            .max()
            .orElse(0);
  }

  private void count(List<Entry> entries) {
    for (Entry entry : entries) {
      events.labelValues(EventJson.type(entry.event())).inc();
    }
  }

  void request(String route, int status, long nanos) {
    requests.labelValues(route, Integer.toString(status)).observe(nanos / 1e9);
  }

  void denial() {
    denials.inc();
  }

  void fault() {
    faults.inc();
  }

  /** For others that count. */
  public PrometheusRegistry registry() {
    return registry;
  }

  byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
