package dev.sluice.server.life;

import dev.sluice.server.event.Event;
import dev.sluice.server.life.RunState.Cancelled;
import dev.sluice.server.life.RunState.Claimed;
import dev.sluice.server.life.RunState.CouldNotTell;
import dev.sluice.server.life.RunState.Expired;
import dev.sluice.server.life.RunState.Failed;
import dev.sluice.server.life.RunState.Passed;
import dev.sluice.server.life.RunState.Queued;
import dev.sluice.server.life.RunState.Running;
import org.jspecify.annotations.Nullable;

/** How a run moves from waiting to its result. */
public final class RunLife {
  private RunLife() {}

  /**
   * The state after an event.
   *
   * @param state null before the first event
   * @throws IllegalStateException for an event that no decision of ours makes in this state
   */
  public static RunState next(@Nullable RunState state, Event.OfRun event) {
    return switch (state) {
      case null ->
          switch (event) {
            case Event.RunQueued _ -> new Queued(0);
            case Event.RunClaimed _,
                Event.RunBegun _,
                Event.RunReturned _,
                Event.RunEnded _,
                Event.RunSpared _,
                Event.RunCancelled _,
                Event.RunExpired _ ->
                throw impossible(null, event);
          };
      case Queued queued ->
          switch (event) {
            case Event.RunClaimed(var _, var runner, int attempt, var _) ->
                new Claimed(runner, attempt);
            case Event.RunSpared(var _, var by, var proof, var _) -> new Passed(proof, by);
            case Event.RunCancelled(var _, var reason) -> new Cancelled(reason);
            case Event.RunExpired(var _, var reason) -> new Expired(reason);
            case Event.RunQueued _, Event.RunBegun _, Event.RunReturned _, Event.RunEnded _ ->
                throw impossible(queued, event);
          };
      case Claimed(var runner, int attempt) ->
          switch (event) {
            case Event.RunBegun _ -> new Running(runner, attempt);
            case Event.RunReturned _ -> new Queued(attempt);
            case Event.RunEnded ended -> ended(ended);
            case Event.RunCancelled(var _, var reason) -> new Cancelled(reason);
            case Event.RunExpired(var _, var reason) -> new Expired(reason);
            case Event.RunQueued _, Event.RunClaimed _, Event.RunSpared _ ->
                throw impossible(state, event);
          };
      case Running(var _, int attempt) ->
          switch (event) {
            case Event.RunReturned _ -> new Queued(attempt);
            case Event.RunEnded ended -> ended(ended);
            case Event.RunCancelled(var _, var reason) -> new Cancelled(reason);
            case Event.RunExpired(var _, var reason) -> new Expired(reason);
            case Event.RunQueued _, Event.RunClaimed _, Event.RunBegun _, Event.RunSpared _ ->
                throw impossible(state, event);
          };
      case Passed _, Failed _, CouldNotTell _, Cancelled _, Expired _ ->
          throw impossible(state, event);
    };
  }

  private static RunState ended(Event.RunEnded event) {
    return switch (event.result()) {
      case PASSED -> new Passed(event.proof(), null);
      case FAILED -> new Failed(event.sentence());
      case COULD_NOT_TELL -> new CouldNotTell(event.sentence());
    };
  }

  private static IllegalStateException impossible(@Nullable RunState state, Event.OfRun event) {
    return new IllegalStateException(state + " cannot take " + event);
  }
}
