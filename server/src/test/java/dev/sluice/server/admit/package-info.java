@NullMarked
package dev.sluice.server.admit;

import org.jspecify.annotations.NullMarked;
