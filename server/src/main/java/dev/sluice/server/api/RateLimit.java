package dev.sluice.server.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * So many a second for each key, and twice as many at once after a pause. Bounded memory: the key
 * used longest ago is forgotten, and begins anew with a full allowance.
 */
final class RateLimit {
  private static final int MOST_KEYS = 10_000;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final LinkedHashMap<Object, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true);

  RateLimit(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  /** Uses one of the key's allowance; false when none is left. */
  synchronized boolean take(Object key) {
    Allowance allowance = filled(key);
    if (allowance.left < 1) {
      return false;
    }
    allowance.left -= 1;
    return true;
  }

  private Allowance filled(Object key) {
    long now = nanoTime.getAsLong();
    Allowance allowance = allowances.get(key);
    if (allowance == null) {
      allowance = new Allowance(2.0 * perSecond, now);
      allowances.put(key, allowance);
      if (allowances.size() > MOST_KEYS) {
        Map.Entry<Object, Allowance> eldest = allowances.firstEntry();
        allowances.remove(eldest.getKey());
      }
      return allowance;
    }
    allowance.left =
        Math.min(2.0 * perSecond, allowance.left + (now - allowance.since) / NANOS * perSecond);
    allowance.since = now;
    return allowance;
  }

  private static final class Allowance {
    private double left;
    private long since;

    private Allowance(double left, long since) {
      this.left = left;
      this.since = since;
    }
  }
}
