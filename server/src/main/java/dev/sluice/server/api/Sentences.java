package dev.sluice.server.api;

import dev.sluice.server.event.Change;
import dev.sluice.server.event.Event;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Work;
import org.jspecify.annotations.Nullable;

/** What happened, for people. */
final class Sentences {
  private Sentences() {}

  static String of(Event event) {
    return switch (event) {
      case Event.OfPipeline pipeline -> of(pipeline);
      case Event.OfRelease release -> of(release);
      case Event.OfRun run -> of(run);
      case Event.OfToken token -> of(token);
      case Event.ControlsShown shown ->
          "%s showed %d known-bad releases to the checks: %s"
              .formatted(
                  shown.runner(),
                  shown.shown().size(),
                  shown.allRed() ? "every one was stopped" : "not every one was stopped");
      case Event.RunnerChanged(var runner, var equipment) ->
          "%s makes runs with %s; what it showed before counts no more"
              .formatted(runner, String.join(", ", equipment));
      case Event.ContentRemoved(var _, long size, var reason) ->
          "%s was removed, %,d bytes".formatted(reason, size);
      case Event.AccessDenied(var what) -> "denied: " + what;
    };
  }

  private static String of(Event.OfPipeline event) {
    String file = "pipeline file " + event.bundle().abbreviated();
    return switch (event) {
      case Event.PipelineProposed proposed -> {
        long weaker = proposed.changes().stream().filter(Change::weaker).count();
        yield "%s was proposed: %s"
            .formatted(
                file,
                proposed.replaces() == null
                    ? "the product's first"
                    : "%d changes, %d of them weaker".formatted(proposed.changes().size(), weaker));
      }
      case Event.PipelineApproved _ -> file + " was approved";
      case Event.PipelineRejected(var _, var reason) -> file + " was rejected: " + reason;
      case Event.PipelineInUse _ -> file + " is in use";
    };
  }

  private static String of(Event.OfRelease event) {
    String title = event.release().title();
    return switch (event) {
      case Event.ReleaseSubmitted submitted ->
          "%s was submitted, %,d bytes%s"
              .formatted(
                  title,
                  submitted.size(),
                  submitted.urgent() == null ? "" : ", urgent: " + submitted.urgent());
      case Event.UrgencyApproved _ -> title + " was agreed to be urgent";
      case Event.ReleaseRefused(var _, var reason) -> title + " was refused: " + reason;
      case Event.ReleaseAdmitted _ -> title + " was admitted";
      case Event.ReleaseSuperseded(var _, var by) -> title + " was superseded by " + by.title();
      case Event.ReleaseProven _ -> title + " is proven";
      case Event.ReleaseStopped(var _, var run, var sentence) ->
          "%s was stopped by %s: %s".formatted(title, run, sentence);
      case Event.ReleaseUndecided(var _, var sentence) ->
          title + " could not be decided: " + sentence;
      case Event.ReleaseDisputed(var _, var sentence) -> title + " is disputed: " + sentence;
      case Event.ReleaseAccepted(var _, var reason) -> title + " was accepted: " + reason;
      case Event.ReleaseVouched _ ->
          title + " has a statement where it comes from, and is looked at once more";
      case Event.ReleaseRetried(var _, var reason) -> title + " is proven once more: " + reason;
      case Event.ReleaseHandedOn(var _, boolean byRule) ->
          title + (byRule ? " was handed on by rule" : " was handed on by hand");
    };
  }

  private static String of(Event.OfRun event) {
    String run = event.run().value();
    return switch (event) {
      case Event.RunQueued(var _, var work) ->
          switch (work) {
            case Work.Prove prove ->
                "%s waits for a runner: %s with %s in %s"
                    .formatted(
                        run, prove.release().title(), prove.counterpart(), prove.environment());
            case Work.Controls _ -> run + " waits for a runner: the negative controls";
          };
      case Event.RunClaimed(var _, var runner, int attempt, var lab) ->
          "%s was claimed by %s, attempt %d%s"
              .formatted(run, runner, attempt, lab == null ? "" : ", lab key " + lab.abbreviated());
      case Event.RunBegun _ -> run + " runs";
      case Event.RunReturned(var _, var reason) -> run + " waits again: " + reason;
      case Event.RunEnded ended -> "%s: %s".formatted(run, ended.sentence());
      case Event.RunSpared(var _, var by, var _, var _) ->
          run + " is spared: " + by + " proved the same";
      case Event.RunCancelled(var _, var reason) -> run + " was cancelled: " + reason;
      case Event.RunExpired(var _, var reason) -> run + " expired: " + reason;
    };
  }

  private static String of(Event.OfToken event) {
    return switch (event) {
      case Event.TokenCreated created ->
          "token %s was made: %s for %s%s"
              .formatted(
                  created.token(), created.role().word(), created.name(), on(created.product()));
      case Event.TokenRevoked(var token, var reason) ->
          "token " + token + " was revoked: " + reason;
    };
  }

  private static String on(@Nullable ProductName product) {
    return product == null ? ", all products" : ", product " + product;
  }
}
