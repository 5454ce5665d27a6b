/**
 * What a prove came to, in words and as JSON: the same sentences on every screen and in every file.
 */
@NullMarked
package dev.sluice.proving.report;

import org.jspecify.annotations.NullMarked;
