package dev.sluice.server.life;

import dev.sluice.server.event.Event;
import dev.sluice.server.life.ReleaseState.Disputed;
import dev.sluice.server.life.ReleaseState.HandedOn;
import dev.sluice.server.life.ReleaseState.Proven;
import dev.sluice.server.life.ReleaseState.Proving;
import dev.sluice.server.life.ReleaseState.Refused;
import dev.sluice.server.life.ReleaseState.Stopped;
import dev.sluice.server.life.ReleaseState.Submitted;
import dev.sluice.server.life.ReleaseState.Superseded;
import dev.sluice.server.life.ReleaseState.Undecided;
import org.jspecify.annotations.Nullable;

/** How a release moves along its road. */
public final class ReleaseLife {
  private ReleaseLife() {}

  /**
   * The state after an event.
   *
   * @param state null before the first event
   * @throws IllegalStateException for an event that no decision of ours makes in this state
   */
  public static ReleaseState next(@Nullable ReleaseState state, Event.OfRelease event) {
    return switch (state) {
      case null ->
          switch (event) {
            case Event.ReleaseSubmitted _ -> new Submitted();
            case Event.UrgencyApproved _,
                Event.ReleaseRefused _,
                Event.ReleaseAdmitted _,
                Event.ReleaseSuperseded _,
                Event.ReleaseProven _,
                Event.ReleaseStopped _,
                Event.ReleaseDisputed _,
                Event.ReleaseAccepted _,
                Event.ReleaseUndecided _,
                Event.ReleaseRetried _,
                Event.ReleaseVouched _,
                Event.ReleaseHandedOn _ ->
                throw impossible(null, event);
          };
      case Submitted submitted ->
          switch (event) {
            case Event.UrgencyApproved _ -> submitted;
            case Event.ReleaseRefused(var _, var reason) -> new Refused(reason);
            case Event.ReleaseAdmitted(var _, var bundle, var _) -> new Proving(bundle);
            case Event.ReleaseSuperseded(var _, var by) -> new Superseded(by);
            case Event.ReleaseSubmitted _,
                Event.ReleaseProven _,
                Event.ReleaseStopped _,
                Event.ReleaseDisputed _,
                Event.ReleaseAccepted _,
                Event.ReleaseUndecided _,
                Event.ReleaseRetried _,
                Event.ReleaseVouched _,
                Event.ReleaseHandedOn _ ->
                throw impossible(state, event);
          };
      case Proving proving ->
          switch (event) {
            case Event.UrgencyApproved _ -> proving;
            case Event.ReleaseProven _ -> new Proven(proving.bundle());
            case Event.ReleaseStopped(var _, var run, var sentence) -> new Stopped(run, sentence);
            case Event.ReleaseUndecided(var _, var sentence) -> new Undecided(sentence);
            case Event.ReleaseDisputed(var _, var sentence) ->
                new Disputed(proving.bundle(), sentence);
            case Event.ReleaseSuperseded(var _, var by) -> new Superseded(by);
            case Event.ReleaseSubmitted _,
                Event.ReleaseRefused _,
                Event.ReleaseAdmitted _,
                Event.ReleaseAccepted _,
                Event.ReleaseRetried _,
                Event.ReleaseVouched _,
                Event.ReleaseHandedOn _ ->
                throw impossible(state, event);
          };
      case Proven proven ->
          switch (event) {
            case Event.UrgencyApproved _ -> proven;
            case Event.ReleaseHandedOn _ -> new HandedOn(proven.bundle());
            case Event.ReleaseSuperseded(var _, var by) -> new Superseded(by);
            case Event.ReleaseSubmitted _,
                Event.ReleaseRefused _,
                Event.ReleaseAdmitted _,
                Event.ReleaseProven _,
                Event.ReleaseStopped _,
                Event.ReleaseDisputed _,
                Event.ReleaseAccepted _,
                Event.ReleaseUndecided _,
                Event.ReleaseRetried _,
                Event.ReleaseVouched _ ->
                throw impossible(state, event);
          };
      case Disputed disputed ->
          switch (event) {
            case Event.UrgencyApproved _ -> disputed;
            case Event.ReleaseAccepted _ -> new Proven(disputed.bundle());
            case Event.ReleaseStopped(var _, var run, var sentence) -> new Stopped(run, sentence);
            case Event.ReleaseSuperseded(var _, var by) -> new Superseded(by);
            case Event.ReleaseSubmitted _,
                Event.ReleaseRefused _,
                Event.ReleaseAdmitted _,
                Event.ReleaseProven _,
                Event.ReleaseDisputed _,
                Event.ReleaseUndecided _,
                Event.ReleaseRetried _,
                Event.ReleaseVouched _,
                Event.ReleaseHandedOn _ ->
                throw impossible(state, event);
          };
      case Refused refused ->
          event instanceof Event.ReleaseVouched ? new Submitted() : ended(refused, event);
      case Undecided _, Stopped _ -> ended(state, event);
      case Superseded _, HandedOn _ -> throw impossible(state, event);
    };
  }

  /** Of what came to an end that somebody may have looked at once more. */
  private static ReleaseState ended(ReleaseState state, Event.OfRelease event) {
    return switch (event) {
      case Event.UrgencyApproved _ -> state;
      case Event.ReleaseRetried _ -> new Submitted();
      case Event.ReleaseSubmitted _,
          Event.ReleaseRefused _,
          Event.ReleaseAdmitted _,
          Event.ReleaseSuperseded _,
          Event.ReleaseProven _,
          Event.ReleaseStopped _,
          Event.ReleaseDisputed _,
          Event.ReleaseAccepted _,
          Event.ReleaseUndecided _,
          Event.ReleaseVouched _,
          Event.ReleaseHandedOn _ ->
          throw impossible(state, event);
    };
  }

  private static IllegalStateException impossible(
      @Nullable ReleaseState state, Event.OfRelease event) {
    return new IllegalStateException(state + " cannot take " + event);
  }
}
