/**
 * What people need and what it hangs on: text of an {@code outcomes.yaml} in, valid {@link
 * dev.sluice.model.outcome.Outcomes} or all problems out.
 *
 * <p>In {@code Outcomes} that exist every name that is needed stands for something, and nothing
 * needs itself by any detour.
 */
@NullMarked
package dev.sluice.model.outcome;

import org.jspecify.annotations.NullMarked;
