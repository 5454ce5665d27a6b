package dev.sluice.proving.history;

import dev.sluice.model.Result;
import java.time.Duration;

/** One check of a past run. */
public record PastCheck(String name, Result result, Duration took) {}
