package dev.sluice.proving.lab;

import dev.sluice.model.Digest;
import dev.sluice.model.Release;
import dev.sluice.model.Result;
import dev.sluice.model.pipeline.Artifact;
import dev.sluice.model.pipeline.Artifact.KnownBad;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.environment.Environment;
import dev.sluice.proving.plan.Plan;
import dev.sluice.proving.report.ControlRecord;
import dev.sluice.proving.report.Suite;
import dev.sluice.proving.run.RunReport;
import dev.sluice.proving.workplace.Workplace;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.key.LabKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What one call to the lab has open: work folder, releases, inputs, environments, evidence. */
final class Session {
  private final Product product;
  private final LabFolders folders;
  private final Workplace workplace;
  private final LabWatcher watcher;
  private final LabKey key;
  private final Clock clock;
  private final @Nullable String trace;
  private final FieldFiles field;
  private final InputsFolder inputs;
  private final NegativeControls controls;
  private final SequencedMap<String, Environment> environments = new LinkedHashMap<>();
  private @Nullable Evidence evidence;

  Session(
      Product product,
      LabFolders folders,
      Workplace workplace,
      LabKey key,
      Clock clock,
      @Nullable String trace,
      LabWatcher watcher) {
    this.product = product;
    this.folders = folders;
    this.workplace = workplace;
    this.watcher = watcher;
    this.key = key;
    this.clock = clock;
    this.trace = trace;
    this.field = new FieldFiles(product, workplace, folders.cache(), watcher::busy);
    this.inputs = new InputsFolder(workplace.folder().resolve("inputs"), product.folder());
    this.controls = new NegativeControls(folders.state());
  }

  /**
   * Takes in all that is handed to machines; the field must be loaded and the candidate be among
   * its files by now.
   *
   * @param named after which the evidence folder is called
   */
  void load(Path out, Release named) throws InterruptedException {
    inputs.addReleases(field.files());
    product.pipeline().smoke().forEach(inputs::addSamples);
    product.pipeline().regression().forEach(inputs::addSamples);
    try {
      Files.createDirectories(inputs.root());
      evidence =
          new Evidence(
              new Evidence.Places(workplace.folder().resolve("evidence"), out, folders.state()),
              named,
              product,
              key,
              clock,
              environments);
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.COULD_NOT_TELL,
          "no evidence can be kept in " + out + ": " + e.getMessage());
    }
  }

  /** Makes the environments ready in which runs are planned, and no others: some take minutes. */
  void open(List<Plan> plans) throws InterruptedException {
    var drivers = new Drivers(product, folders.cache());
    for (EnvironmentSpec spec : product.pipeline().environments()) {
      boolean planned =
          plans.stream()
              .flatMap(plan -> plan.runs().stream())
              .anyMatch(run -> run.environment().equals(spec.name()));
      if (planned) {
        environments.put(
            spec.name(),
            drivers.open(
                spec, workplace, evidence().folder(), inputs.root(), clock, watcher::busy));
      }
    }
  }

  Product product() {
    return product;
  }

  /** Of the command that wants a proof; null when nobody said. */
  @Nullable String trace() {
    return trace;
  }

  FieldFiles field() {
    return field;
  }

  InputsFolder inputs() {
    return inputs;
  }

  Workplace workplace() {
    return workplace;
  }

  Evidence evidence() {
    if (evidence == null) {
      throw new IllegalStateException("not loaded yet");
    }
    return evidence;
  }

  Environment environment(String name) {
    Environment environment = environments.get(name);
    if (environment == null) {
      throw new IllegalStateException("no environment " + name);
    }
    return environment;
  }

  List<String> environmentNames() {
    return product.pipeline().environments().stream().map(EnvironmentSpec::name).toList();
  }

  Path file(Release release) {
    Path file = field.files().get(release);
    if (file == null) {
      throw new IllegalStateException("no file of " + release.title());
    }
    return file;
  }

  /** The longest typical boot among the environments; zero when none was ever measured. */
  Duration typicalBoot() {
    return Preview.typicalBoot(product, folders.cache()).orElse(Duration.ZERO);
  }

  Suite suite(Artifact artifact, Artifact.Verbs verbs) {
    List<CheckSpec> checks = new ArrayList<>(product.pipeline().smoke());
    boolean whole = artifact.kind() instanceof Artifact.Application;
    if (whole) {
      checks.addAll(product.pipeline().regression());
    }
    String name = whole ? "regression" : "smoke";
    try {
      Json format = SuiteDigest.format(artifact.format(), product.folder());
      var elsewhere =
          new SuiteDigest.Elsewhere(
              product.pipeline().environments(), product.pipeline().needMachine());
      Digest digest = SuiteDigest.of(name, checks, verbs, inputs.samples(), elsewhere, format);
      return new Suite(name, checks, digest);
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.UNUSABLE,
          "the validator of " + artifact.name() + " cannot be read: " + e.getMessage());
    }
  }

  /** What is known of the candidate's artifact's negative controls under its suite. */
  List<ControlRecord> records(Trial trial) {
    List<NegativeControls.Defined> defined = new ArrayList<>();
    for (KnownBad control : trial.candidate().artifact().knownBad()) {
      defined.add(define(trial, control, digestOf(trial, control)));
    }
    return controls.records(trial.candidate().suite().digest(), defined);
  }

  private Digest digestOf(Trial trial, KnownBad control) {
    try {
      return InputsFolder.digest(product.folder().resolve(control.file()));
    } catch (IOException e) {
      throw new LabException(
          LabException.Kind.UNUSABLE,
          "the known-bad release "
              + trial.candidate().artifact().name()
              + " "
              + control.version()
              + " cannot be read: "
              + e.getMessage());
    }
  }

  private static NegativeControls.Defined define(Trial trial, KnownBad control, Digest file) {
    return new NegativeControls.Defined(
        trial.candidate().artifact().name(),
        control.version(),
        file,
        control.goesRed(),
        control.with());
  }

  /** Notes a showing; what could not tell shows nothing and changes nothing. */
  ControlRecord note(Trial trial, KnownBad control, RunReport report, Instant at) {
    var defined = define(trial, control, trial.candidate().release().digest());
    Digest suite = trial.candidate().suite().digest();
    boolean red =
        report instanceof RunReport.Finished f
            && f.result() == Result.FAILED
            && f.deciding().map(c -> c.name().equals(control.goesRed())).orElse(false);
    boolean told = report instanceof RunReport.Finished f && f.result() != Result.COULD_NOT_TELL;
    return told
        ? controls.note(
            suite, defined, red ? ControlRecord.Shown.RED : ControlRecord.Shown.GREEN, at)
        : controls.records(suite, List.of(defined)).getFirst();
  }
}
