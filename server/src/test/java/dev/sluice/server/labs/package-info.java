@NullMarked
package dev.sluice.server.labs;

import org.jspecify.annotations.NullMarked;
