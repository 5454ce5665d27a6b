package dev.sluice.server.log;

import dev.sluice.server.wire.Wire;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Turns the JDK's own logging, which {@link System.Logger} ends in, into lines of JSON: {@code
 * time}, {@code level}, {@code logger}, {@code message}, and where there are any {@code trace} and
 * {@code exception}.
 */
public final class JsonLog {
  // The web server tells of its own start and end; ours is told once, by us.
  private static final Logger WEB_SERVER = Logger.getLogger("io.helidon");
  private static final int LONGEST = 16_000;

  private JsonLog() {}

  /** From now on everything goes there: for the one program that runs the server. */
  public static void install(PrintStream out) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    WEB_SERVER.setLevel(Level.WARNING);
    root.addHandler(new Lines(out));
  }

  private static final class Lines extends Handler {
    private final PrintStream out;

    Lines(PrintStream out) {
      this.out = out;
      setFormatter(new Json());
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        // One call, so that lines of several threads do not mix.
        out.print(getFormatter().format(record));
        out.flush();
      }
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }

  /** One line; text is bounded, as some of it comes from outside. */
  static final class Json extends Formatter {
    @Override
    public String format(LogRecord record) {
      Map<String, String> line = new LinkedHashMap<>();
      line.put("time", record.getInstant().toString());
      line.put("level", level(record.getLevel()));
      line.put("logger", String.valueOf(record.getLoggerName()));
      line.put("message", bounded(formatMessage(record)));
      Tracing.current().ifPresent(trace -> line.put("trace", trace.value()));
      Throwable thrown = record.getThrown();
      if (thrown != null) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        line.put("exception", bounded(text.toString()));
      }
      return Wire.STRICT.writeValueAsString(line) + "\n";
    }

    private static String level(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "error";
      }
      return level.equals(Level.WARNING) ? "warning" : level.getName().toLowerCase(Locale.ROOT);
    }

    private static String bounded(String text) {
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " … cut";
    }
  }
}
