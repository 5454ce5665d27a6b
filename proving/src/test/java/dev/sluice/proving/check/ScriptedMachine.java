package dev.sluice.proving.check;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.RunningMachine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A machine that gives prepared answers, one a question, and keeps what it was asked. */
final class ScriptedMachine implements RunningMachine {
  /** What happens when a question is asked. */
  sealed interface Reply {
    /** An answer; {@code took} is by the machine's clock. */
    record Says(int status, String output, Duration took) implements Reply {}

    /** The script ends here: killed at its limit, or cut off by the bound on output. */
    record BreaksOff(int status, String output) implements Reply {}

    /** The machine ends. */
    record Dies(Death.Kind kind) implements Reply {}
  }

  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Duration> limits = new ArrayList<>();
  private final Deque<Duration> hostTimes = new ArrayDeque<>();
  private final List<String> scripts = new ArrayList<>();
  private Start start = new Ready(Duration.ofMillis(1500));
  private String console = "";
  private boolean consoleIsSeen = true;
  private String behind = "";

  ScriptedMachine starting(Start with) {
    start = with;
    return this;
  }

  ScriptedMachine printing(String text) {
    console += text;
    return this;
  }

  /** Nothing that it writes to its console comes to be seen. */
  ScriptedMachine withoutConsole() {
    consoleIsSeen = false;
    return this;
  }

  /** Adds this behind each answer, as a sandbox does. */
  ScriptedMachine adding(String text) {
    behind = text;
    return this;
  }

  ScriptedMachine saying(int status, String output) {
    return then(new Reply.Says(status, output, Duration.ofMillis(100)));
  }

  ScriptedMachine then(Reply reply) {
    replies.add(reply);
    return this;
  }

  static Dead dead(Death.Kind kind) {
    return new Dead(new Death(kind, Duration.ofMillis(1700), "qemu was killed"));
  }

  /** Every question, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** The script of every exchange, in order. */
  List<String> scripts() {
    return List.copyOf(scripts);
  }

  /** The limit of every exchange, in order. */
  List<Duration> limits() {
    return List.copyOf(limits);
  }

  @Override
  public Start awaitReady() {
    return start;
  }

  @Override
  public Answer run(String script, Duration limit) {
    limits.add(limit);
    scripts.add(script);
    var output = new StringBuilder();
    for (Exchange.Question question : Exchange.questions(script)) {
      asked.add(question.body());
      console += consoleIsSeen ? question.mark() + "\n" : "";
      switch (replies.remove()) {
        case Reply.Says(var status, var said, var took) ->
            output.append(question.answered(status, said, 2, 2 + took.toMillis() / 1000.0));
        case Reply.BreaksOff(var status, var said) -> {
          output.append(question.begun(said));
          return new Exited(status, output.append(behind).toString(), limit);
        }
        case Reply.Dies(var kind) -> {
          return dead(kind);
        }
      }
    }
    return new Exited(0, output.append(behind).toString(), Duration.ofMillis(100));
  }

  /** What the host has measured, one reading after the other. */
  ScriptedMachine hostTimes(Duration... readings) {
    hostTimes.addAll(List.of(readings));
    return this;
  }

  @Override
  public Optional<Duration> processorTime() {
    return Optional.ofNullable(hostTimes.poll());
  }

  @Override
  public String inputs() {
    return "/in";
  }

  @Override
  public Stop powerOff() {
    return new Off();
  }

  @Override
  public String console() {
    return console;
  }

  @Override
  public void close() {
    replies.clear();
  }
}
