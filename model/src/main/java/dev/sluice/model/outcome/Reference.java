package dev.sluice.model.outcome;

import dev.sluice.model.file.Span;
import java.util.Set;

/**
 * A name that must stand for something.
 *
 * @param owner the thing that needs it; empty for outcomes and all else that nothing can need
 * @param kinds what it may be
 * @param path of the key it stands under
 * @param runtime whether the owner needs it while it runs
 */
record Reference(
    String owner, String name, Span span, Set<Thing.Kind> kinds, String path, boolean runtime) {}
