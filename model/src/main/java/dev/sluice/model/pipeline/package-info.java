/**
 * The pipeline file {@code sluice.yaml}: text in, a valid {@link
 * dev.sluice.model.pipeline.Pipeline} or all of its problems out, each with line, column and the
 * way out.
 *
 * <p>A {@code Pipeline} that exists has passed every rule that can be judged without touching the
 * files it names.
 */
@NullMarked
package dev.sluice.model.pipeline;

import org.jspecify.annotations.NullMarked;
