/**
 * Content by digest: releases, pipeline bundles, evidence, proofs. A port, with one adapter for a
 * local disk.
 */
@NullMarked
package dev.sluice.server.content;

import org.jspecify.annotations.NullMarked;
