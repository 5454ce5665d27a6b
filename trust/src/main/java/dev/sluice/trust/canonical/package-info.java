/**
 * JSON whose bytes can be signed. One value has one canonical writing (OLPC canonical JSON), and
 * the reader refuses what two programs might read differently: duplicate names, bytes that are not
 * UTF-8, deep nesting, anything after the end. {@code combination.json} is the one file written so
 * here.
 */
@NullMarked
package dev.sluice.trust.canonical;

import org.jspecify.annotations.NullMarked;
