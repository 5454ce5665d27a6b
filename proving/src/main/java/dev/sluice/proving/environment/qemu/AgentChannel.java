package dev.sluice.proving.environment.qemu;

import dev.sluice.proving.environment.Death;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.environment.RunningMachine.Answer;
import dev.sluice.proving.environment.RunningMachine.Dead;
import dev.sluice.proving.environment.RunningMachine.Exited;
import dev.sluice.proving.workplace.Enclosed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The QEMU guest agent. Before each command both ends are brought in step again; an answer to
 * anything earlier is passed over by its number, and what is no answer at all is passed over too.
 */
final class AgentChannel implements GuestChannel {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A poll costs the guest more than its answer is worth before a shell can have started. */
  private static final long FIRST_PAUSE_MILLIS = 20;

  private static final long LONGEST_PAUSE_MILLIS = 100;

  /** Characters; Linux takes 128 KiB in one argument, and a longer script goes by a file. */
  private static final int LONGEST_ARGUMENT = 24 * 1024;

  /** At the front of a script's output, by {@code agent-run.sh}. */
  private static final Pattern HEAD =
      Pattern.compile("^sluice-run ([0-9]{1,3}) ([0-9.]{1,16}) ([0-9.]{1,16})\n");

  private static final String POWER_OFF =
      "systemctl --no-block poweroff 2>/dev/null || poweroff || /sbin/poweroff || shutdown -h now";

  private final GuestPort port;
  private final Vigil vigil;
  private final String runner;
  private long nextId;

  /**
   * An agent that may be at a port.
   *
   * @param firstId from where requests are numbered; another for every port and boot, so that no
   *     number is met twice in the life of a guest's agent
   */
  AgentChannel(GuestPort port, Vigil vigil, long firstId) {
    this.port = port;
    this.vigil = vigil;
    this.nextId = firstId;
    this.runner = Enclosed.text(AgentChannel.class, "agent-run.sh");
  }

  @Override
  public void knock() {
    sync(nextId++);
  }

  @Override
  public boolean isAnswer(Signal signal) {
    JsonNode message = message(signal);
    return message != null && message.path("return").isIntegralNumber();
  }

  /** 0xFF resets the parser of an agent that was left in the middle of something. */
  private void sync(long id) {
    String request = request("guest-sync-delimited", Map.of("id", id), id);
    var bytes = new ByteArrayOutputStream();
    bytes.write(0xff);
    bytes.writeBytes((request + "\n").getBytes(StandardCharsets.UTF_8));
    port.send(request, bytes.toByteArray());
  }

  private static String request(String command, Map<String, ?> arguments, long id) {
    return JSON.writeValueAsString(Map.of("execute", command, "arguments", arguments, "id", id));
  }

  @Override
  public Answer run(String script, Duration limit, Duration margin) throws InterruptedException {
    long seconds = Math.max(1, (limit.toMillis() + 999) / 1000);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) + margin.toNanos();
    try {
      inStep(until);
      long process =
          script.length() <= LONGEST_ARGUMENT
              ? begin(null, List.of("-c", runner, "sluice-run", "" + seconds, script), until)
              : begin(script, List.of("-c", runner, "sluice-run", "" + seconds), until);
      return answer(ended(process, until));
    } catch (Lost lost) {
      return new Dead(lost.death);
    }
  }

  /** Its answer is not waited for: the machine's end may come before it. */
  @Override
  public void off() throws InterruptedException {
    try {
      inStep(System.nanoTime() + vigil.patience().away().toNanos());
      port.send(
          request(
              "guest-exec", Map.of("path", "/bin/sh", "arg", List.of("-c", POWER_OFF)), nextId++));
    } catch (Lost lost) {
      return; // the machine is gone, which whoever waits for its end will see
    }
  }

  private void inStep(long until) throws InterruptedException, Lost {
    while (true) {
      long id = nextId++;
      sync(id);
      JsonNode answer = hear(m -> m.path("return").asLong(-1) == id, until);
      if (answer != null) {
        return;
      }
    }
  }

  /**
   * Starts a program.
   *
   * @param input for its standard input; null for none
   * @return its number
   */
  private long begin(@Nullable String input, List<String> arguments, long until)
      throws InterruptedException, Lost {
    Map<String, Object> what = new HashMap<>();
    what.put("path", "/bin/sh");
    what.put("arg", arguments);
    what.put("capture-output", true);
    if (input != null) {
      byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
      what.put("input-data", Base64.getEncoder().encodeToString(bytes));
    }
    JsonNode answer = ask("guest-exec", what, until);
    if (answer == null) {
      // It may or may not have been started, and must not be started twice.
      throw new Lost(vigil.channelSilent("the guest agent did not say whether it runs a command"));
    }
    return answer.path("return").path("pid").asLong(-1);
  }

  private JsonNode ended(long process, long until) throws InterruptedException, Lost {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      JsonNode answer = ask("guest-exec-status", Map.of("pid", process), until);
      if (answer == null) {
        inStep(until);
        continue;
      }
      JsonNode status = answer.path("return");
      if (status.path("exited").asBoolean(false)) {
        return status;
      }
      if (System.nanoTime() >= until) {
        throw new Lost(vigil.silent("its guest agent still answers"));
      }
      // Not a sleep: what happens to the machine meanwhile ends the wait.
      Vigil.Hearing meanwhile =
          vigil.await(_ -> false, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause));
      if (meanwhile instanceof Vigil.Gone(var how)) {
        throw new Lost(how);
      }
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 3 / 2);
    }
  }

  /** The agent's answer, or null when none came in time. */
  private @Nullable JsonNode ask(String command, Map<String, ?> arguments, long until)
      throws InterruptedException, Lost {
    long id = nextId++;
    port.send(request(command, arguments, id));
    // Old agents do not repeat the number; after a sync the next answer is to this.
    JsonNode answer = hear(m -> m.path("id").asLong(id) == id, until);
    if (answer == null || !answer.has("error")) {
      return answer;
    }
    String said = answer.path("error").path("desc").asString("?");
    if (command.equals("guest-exec-status")) {
      // It knows nothing of what it was told to run: it is not the one that was told.
      throw new Lost(vigil.channelSilent("the guest agent was started anew during a command"));
    }
    throw new EnvironmentException(
        "the guest agent refuses " + command + ": " + LineChannel.clip(said));
  }

  private interface Wanted {
    boolean is(JsonNode message);
  }

  /** The first answer that is wanted, or null when none came in time for one request. */
  private @Nullable JsonNode hear(Wanted wanted, long until) throws InterruptedException, Lost {
    long now = System.nanoTime();
    if (now >= until || vigil.isClosedFor(port.id(), vigil.patience().away())) {
      throw new Lost(vigil.silent(""));
    }
    Vigil.Hearing hearing =
        vigil.await(
            signal -> {
              JsonNode message = message(signal);
              return message != null && wanted.is(message);
            },
            Math.min(until, now + vigil.patience().request().toNanos()));
    return switch (hearing) {
      case Vigil.Heard(var signal) -> message(signal);
      case Vigil.Gone(var how) -> throw new Lost(how);
      case Vigil.Nothing _ -> null;
    };
  }

  private @Nullable JsonNode message(Signal signal) {
    if (!(signal instanceof Signal.Line(var from, var text)) || !from.equals(port.id())) {
      return null;
    }
    int start = text.indexOf('{'); // the 0xFF before it is no UTF-8
    if (start < 0) {
      return null;
    }
    try {
      JsonNode message = JSON.readTree(text.substring(start));
      return message.has("return") || message.has("error") ? message : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static Answer answer(JsonNode status) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(status.path("out-data").asString(""));
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException("the guest agent answered nonsense: not base64", e);
    }
    String output = new String(bytes, StandardCharsets.UTF_8);
    Matcher head = HEAD.matcher(output);
    if (!head.find()) {
      throw new EnvironmentException(
          "the guest could not run a command: "
              + LineChannel.clip((output + errors(status)).strip())
              + " (status "
              + status.path("exitcode").asString("none")
              + ")");
    }
    try {
      long millis =
          Math.round(
              1000 * (Double.parseDouble(head.group(3)) - Double.parseDouble(head.group(2))));
      return new Exited(
          Integer.parseInt(head.group(1)), output.substring(head.end()), Duration.ofMillis(millis));
    } catch (NumberFormatException e) {
      throw new EnvironmentException("the guest agent answered nonsense: " + head.group(), e);
    }
  }

  private static String errors(JsonNode status) {
    try {
      byte[] bytes = Base64.getDecoder().decode(status.path("err-data").asString(""));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The machine, or the way to it, is gone. */
  private static final class Lost extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Death death;

    Lost(Death death) {
      super(death.detail());
      this.death = death;
    }
  }
}
