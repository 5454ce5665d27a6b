package dev.sluice.server.change;

import dev.sluice.model.outcome.Outcomes;
import dev.sluice.model.pipeline.Pipeline;
import dev.sluice.server.bundle.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * What a product's releases are judged by.
 *
 * @param pipeline that the bundle's pipeline file says
 * @param outcomes as they are written; null when the bundle has none
 */
public record Rules(Bundle bundle, Pipeline pipeline, @Nullable Outcomes outcomes) {}
