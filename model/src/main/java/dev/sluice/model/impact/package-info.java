/**
 * What is lost when one thing fails, known before it is deployed: pure functions from {@link
 * dev.sluice.model.outcome.Outcomes} and a day to answers.
 *
 * <p>Everything rests on one fact: outcomes are monotone in their needs, so more failures never
 * make anything work again. What the file leaves open is never counted as safe. Answers are exact,
 * or refused with the bound that was reached; none takes longer than its class says.
 */
@NullMarked
package dev.sluice.model.impact;

import org.jspecify.annotations.NullMarked;
