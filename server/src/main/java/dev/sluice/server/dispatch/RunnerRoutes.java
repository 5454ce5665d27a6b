package dev.sluice.server.dispatch;

import dev.sluice.server.access.Permission;
import dev.sluice.server.api.Answer;
import dev.sluice.server.api.Problems;
import dev.sluice.server.api.Request;
import dev.sluice.server.api.Route;
import dev.sluice.server.api.Routes;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.Offer;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import dev.sluice.server.wire.WireLines;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.KeyId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What runners ask of the server, and what they say to whoever watches. */
public final class RunnerRoutes implements Routes {
  private static final int MOST_WAIT_SECONDS = 30;
  private static final int MOST_CORES = 4096;
  private static final int MOST_MEBIBYTES = 1 << 26;
  private static final int MOST_WORDS = 16;
  private static final int LONGEST_THING = 200;
  private static final int MOST_FILES = 1_000;
  private static final int MOST_LINES = 200;
  private static final int LONGEST_LINE = 1_000;
  private static final int MOST_CONTROLS = 1_000;
  private static final int LONGEST_SENTENCE = 2_000;

  private final Dispatcher dispatcher;

  public RunnerRoutes(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/claims", Permission.RUN, this::claim),
        Route.put("/products/{product}/runs/{run}/lease", Permission.RUN, this::renew),
        Route.put("/products/{product}/runs/{run}/result", Permission.RUN, this::end),
        Route.get("/products/{product}/runs/{run}/lines", Permission.READ, this::lines));
  }

  private Answer claim(Request request) throws InterruptedException {
    Offer offer = request.body(Offer.class);
    within("wait-seconds", offer.waitSeconds(), 0, MOST_WAIT_SECONDS);
    within("cores", offer.cores(), 1, MOST_CORES);
    within("memory-mebibytes", offer.memoryMebibytes(), 0, MOST_MEBIBYTES);
    within("drivers", offer.drivers().size(), 0, MOST_WORDS);
    within("architectures", offer.architectures().size(), 0, MOST_WORDS);
    within("files", offer.files().size(), 0, MOST_FILES);
    if (offer.equipment() != null) {
      within("equipment", offer.equipment().size(), 0, MOST_WORDS);
      for (String thing : offer.equipment()) {
        within("the length of an item of equipment", thing.length(), 1, LONGEST_THING);
        if (!PlainText.isPlain(thing)) {
          throw Problems.invalid("equipment has to be printable: " + PlainText.quoted(thing));
        }
      }
    }
    if (offer.inHand() != null) {
      within("in-hand", offer.inHand().size(), 0, MOST_FILES);
    }
    if (!KeyId.isValid(offer.lab())) {
      throw Problems.invalid("lab is no key id: 64 hexadecimal digits in lower case");
    }
    try {
      Optional<Assignment> claimed =
          dispatcher.claim(
              request.caller().actor(), request.caller().product(), offer, request.trace());
      return claimed.isPresent() ? Answer.ok(claimed.get()) : Answer.nothing();
    } catch (UntrustedLab e) {
      throw Problems.untrustedLab(e.sentence());
    }
  }

  private Answer renew(Request request) {
    Renewal renewal = request.body(Renewal.class);
    within("lines", renewal.lines().size(), 0, MOST_LINES);
    for (String line : renewal.lines()) {
      within("the length of a line", line.length(), 0, LONGEST_LINE);
    }
    if (dispatcher.renew(
        request.caller().actor(), request.product(), request.run(), renewal, request.trace())) {
      return Answer.nothing();
    }
    throw lost(request, renewal.attempt());
  }

  private Answer end(Request request) throws IOException {
    RunResult result = request.body(RunResult.class);
    within("controls", result.controls().size(), 0, MOST_CONTROLS);
    within("the length of the sentence", result.sentence().length(), 1, LONGEST_SENTENCE);
    Taken taken =
        dispatcher.end(
            request.caller().actor(), request.product(), request.run(), result, request.trace());
    return switch (taken) {
      case Taken.Kept _ -> Answer.nothing();
      case Taken.Lost _ -> throw lost(request, result.attempt());
      case Taken.Refused(var sentence) -> throw Problems.invalid(sentence);
      case Taken.Unusable(var sentence) -> throw Problems.invalid(sentence);
    };
  }

  /** Of a run that is not out there are none: its evidence has them. */
  private Answer lines(Request request) {
    long said = request.number("said", 0, Long.MAX_VALUE).orElse(0L);
    Tail tail = dispatcher.tail(request.product(), request.run(), said);
    return Answer.ok(new WireLines(tail.said(), tail.lines()));
  }

  private static RuntimeException lost(Request request, int attempt) {
    return Problems.leaseLost(
        "Attempt "
            + attempt
            + " of run "
            + request.run()
            + " is not yours any more; drop it and claim another");
  }

  private static void within(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw Problems.invalid("%s is %d; it may be %d to %d".formatted(what, value, least, most));
    }
  }
}
