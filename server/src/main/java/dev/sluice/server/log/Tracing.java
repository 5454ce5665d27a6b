package dev.sluice.server.log;

import dev.sluice.server.event.TraceId;
import java.util.Optional;

/** The trace of what this thread does. */
public final class Tracing {
  private static final ScopedValue<TraceId> TRACE = ScopedValue.newInstance();

  private Tracing() {}

  /** Does something that belongs to a trace. */
  public static void within(TraceId trace, Runnable work) {
    ScopedValue.where(TRACE, trace).run(work);
  }

  /** Empty outside of any. */
  public static Optional<TraceId> current() {
    return TRACE.isBound() ? Optional.of(TRACE.get()) : Optional.empty();
  }
}
