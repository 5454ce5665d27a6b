/**
 * A prove as one HTML file that stands alone: no server, no script, nothing loaded from elsewhere.
 * What a guest wrote is cleaned and escaped, and everything is bounded.
 */
@NullMarked
package dev.sluice.proving.page;

import org.jspecify.annotations.NullMarked;
