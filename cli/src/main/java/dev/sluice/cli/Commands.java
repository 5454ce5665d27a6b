package dev.sluice.cli;

import java.util.List;

/**
 * The commands by name. A command is made only when it is called or listed: the classes that most
 * of them need cost more time to load than {@code sluice --version} may take.
 */
final class Commands {
  /** In the order of the help. */
  static final List<String> NAMES =
      List.of(
          "demo",
          "prove",
          "runs",
          "run",
          "check",
          "impact",
          "drill",
          "serve",
          "apply",
          "pipeline",
          "submit",
          "releases",
          "release",
          "channel",
          "runner",
          "token",
          "audit",
          "backup",
          "restore",
          "whoami",
          "init",
          "explain",
          "cache",
          "keys",
          "proof",
          "bench",
          "completion");

  private Commands() {}

  // A switch and no map of suppliers: linking lambdas would be felt in every start.
  static Object create(String name, Program program) {
    return switch (name) {
      case "demo" -> new Demo(program);
      case "bench" -> Bench.line(program);
      case "prove" -> new Prove(program);
      case "runs" -> Runs.line(program);
      case "run" -> Run.line(program);
      case "check" -> new Check(program);
      case "impact" -> ImpactCommands.line(program);
      case "drill" -> DrillCommands.line(program);
      case "submit" -> new Submit(program);
      case "releases" -> new Releases(program);
      case "release" -> ReleaseCommands.line(program);
      case "channel" -> new Channel(program);
      case "token" -> TokenCommands.line(program);
      case "audit" -> AuditCommands.line(program);
      case "backup" -> new BackupCommand(program);
      case "restore" -> new RestoreCommand(program);
      case "whoami" -> new Whoami(program);
      case "init" -> new Init(program);
      case "explain" -> new Explain(program);
      case "cache" -> Cache.line(program);
      case "serve" -> new Serve(program);
      case "keys" -> Keys.line(program);
      case "proof" -> ProofFiles.line(program);
      case "runner" -> new RunnerCommand(program);
      case "apply" -> new Apply(program);
      case "pipeline" -> PipelineCommands.line(program);
      case "completion" -> new Completion(program);
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }
}
