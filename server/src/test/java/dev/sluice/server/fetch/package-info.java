@NullMarked
package dev.sluice.server.fetch;

import org.jspecify.annotations.NullMarked;
