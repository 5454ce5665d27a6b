@NullMarked
package dev.sluice.server.road;

import org.jspecify.annotations.NullMarked;
