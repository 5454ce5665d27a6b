package dev.sluice.proving.environment.qemu;

import java.time.Duration;

/**
 * How long single steps of waiting for a guest may take, whatever the deadline of its boot.
 *
 * @param knock after one knock at a channel the next is due
 * @param afterUp a guest that has come up may leave its channel silent, at least
 * @param request an agent may take for a request of its own before both ends are brought in step
 *     again
 * @param away an agent that closed its port may be away: service managers start it again
 * @param echo a live machine's console may take to echo a key
 */
record Patience(Duration knock, Duration afterUp, Duration request, Duration away, Duration echo) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(3));
}
