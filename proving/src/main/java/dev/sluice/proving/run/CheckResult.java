package dev.sluice.proving.run;

import dev.sluice.model.Result;
import dev.sluice.proving.cause.Cause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One check of one run.
 *
 * @param cause null exactly when the check passed
 */
public record CheckResult(String name, Result result, Duration took, @Nullable Cause cause) {}
