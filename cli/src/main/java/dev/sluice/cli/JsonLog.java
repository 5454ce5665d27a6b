package dev.sluice.cli;

import dev.sluice.server.log.Tracing;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server logs: one JSON object a line, with time, level, logger, message and, where there is
 * one, the request's trace and the exception. Libraries speak up from warnings on.
 */
final class JsonLog implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Logger root = Logger.getLogger("");
  // Held: the JDK forgets a logger, level and all, that nobody refers to.
  private final Logger libraries = Logger.getLogger("io.helidon");
  private final List<Handler> before;
  private final Handler handler;

  private JsonLog(PrintStream out) {
    before = List.of(root.getHandlers());
    before.forEach(root::removeHandler);
    handler = new Lines(out);
    handler.setFormatter(new Json());
    root.addHandler(handler);
    libraries.setLevel(Level.WARNING);
  }

  /** Takes over until it is closed. */
  static JsonLog on(PrintStream out) {
    return new JsonLog(out);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    before.forEach(root::addHandler);
  }

  private static final class Lines extends Handler {
    private final PrintStream out;

    Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        out.print(getFormatter().format(entry));
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

  private static final class Json extends Formatter {
    private final SimpleFormatter plain = new SimpleFormatter();

    @Override
    public String format(LogRecord entry) {
      ObjectNode line = JSON.createObjectNode();
      line.put("time", entry.getInstant().toString());
      line.put("level", entry.getLevel().getName());
      line.put("logger", entry.getLoggerName());
      line.put("message", plain.formatMessage(entry));
      Tracing.current().ifPresent(trace -> line.put("trace", trace.value()));
      Throwable thrown = entry.getThrown();
      if (thrown != null) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        line.put("exception", trace.toString());
      }
      return JSON.writeValueAsString(line) + "\n";
    }
  }
}
