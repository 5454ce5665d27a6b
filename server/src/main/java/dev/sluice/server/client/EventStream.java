package dev.sluice.server.client;

import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows events, and after a broken connection goes on behind the last one that came. */
final class EventStream {
  private static final int AWAY = 3;

  private final Exchange exchange;
  private final String path;

  EventStream(Exchange exchange, String path) {
    this.exchange = exchange;
    this.path = path;
  }

  /** Takes events, in order, each once. */
  @FunctionalInterface
  interface Listener {
    /** False when no more are wanted. */
    boolean heard(WireEvent event);
  }

  /** Hears that the server cannot be reached, and that it is waited for. */
  @FunctionalInterface
  interface Away {
    void because(String why);
  }

  /** Asks whether more can come; a stream that ends does not say so by itself. */
  @FunctionalInterface
  interface Over {
    boolean isOver() throws IOException, InterruptedException;
  }

  /**
   * Blocks until no more are wanted or can come.
   *
   * @param after number of the last event that is known; 0 to begin with the first
   */
  void follow(long after, Listener listener, Over over, Away told)
      throws IOException, InterruptedException {
    var place = new Place(after, listener);
    Duration away = Duration.ZERO;
    int failures = 0;
    while (true) {
      long before = place.last;
      try {
        if (stream(place) || over.isOver()) {
          return;
        }
        failures = place.last > before ? 1 : failures + 1;
        away = Duration.ZERO;
      } catch (ProblemException | AnswerException e) {
        throw e;
      } catch (IOException e) {
        // The server may be starting again: what it knew, it still knows then.
        failures = place.last > before ? 1 : failures + 1;
        if (away.compareTo(exchange.patience().away()) >= 0) {
          throw exchange.unreachable(e);
        }
        // A connection may break at any time; told is what lasts.
        if (failures == AWAY) {
          told.because(String.valueOf(exchange.unreachable(e).getMessage()));
        }
      }
      Duration pause = exchange.patience().after(failures);
      away = away.plus(pause);
      exchange.patience().pause().take(pause);
    }
  }

  /**
   * The same by one connection.
   *
   * @return false when it ended or broke before no more were wanted
   */
  boolean once(long after, Listener listener) throws IOException, InterruptedException {
    try {
      return stream(new Place(after, listener));
    } catch (ProblemException | AnswerException e) {
      throw e;
    } catch (IOException _) {
      return false;
    }
  }

  /** True when no more are wanted, false when the stream ended. */
  private boolean stream(Place place) throws IOException, InterruptedException {
    Ask ask = Ask.get(path).with("Accept", "text/event-stream");
    return exchange.once(
        place.last > 0 ? ask.with("Last-Event-ID", String.valueOf(place.last)) : ask,
        Set.of(),
        place::read);
  }

  private static final class Place {
    private final Listener listener;
    private long last;

    Place(long last, Listener listener) {
      this.last = last;
      this.listener = listener;
    }

    boolean read(Answer answer) throws IOException {
      var reader = new EventReader(answer.body());
      for (EventReader.@Nullable Sent sent = reader.next(); sent != null; sent = reader.next()) {
        WireEvent event = Wire.LENIENT.readValue(sent.data(), WireEvent.class);
        if (event.number() > last) {
          last = event.number();
          if (!listener.heard(event)) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
