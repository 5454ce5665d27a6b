package dev.sluice.server.api;

import dev.sluice.server.wire.Wire;
import java.time.Duration;

/**
 * What the server bears. Everything that comes from outside has a bound here or in {@link Wire}.
 *
 * @param headerBytes of one request's headers
 * @param bodyBytes of one request's body; a document may have {@link Wire#LIMIT}
 * @param headerTime from the first line of a request to the end of its headers
 * @param idleTime without any request on a connection
 * @param bodyTime for a body, beside one second for each {@code bytesPerSecond} of it
 * @param bytesPerSecond the slowest that a body may arrive or an answer be taken
 * @param sendTime for one piece of an answer to be taken
 * @param connections at once
 * @param streams of events at once
 * @param perToken requests a second of one token
 * @param perAddress requests a second without a token, and failed attempts to show one, of one
 *     address
 */
public record Limits(
    int headerBytes,
    int bodyBytes,
    Duration headerTime,
    Duration idleTime,
    Duration bodyTime,
    int bytesPerSecond,
    Duration sendTime,
    int connections,
    int streams,
    int perToken,
    int perAddress) {
  /** 16 MiB: the largest piece of an upload. */
  public static final int PIECE = 16 << 20;

  public static final Limits USUAL =
      new Limits(
          16 << 10,
          PIECE,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          16 << 10,
          Duration.ofSeconds(30),
          1000,
          200,
          2000,
          50);

  /** How long a body of this size may take; of {@code bodyBytes} when the size is not known. */
  Duration timeFor(long bytes) {
    long size = bytes < 0 ? bodyBytes : Math.min(bytes, bodyBytes);
    return bodyTime.plusSeconds(size / bytesPerSecond);
  }
}
