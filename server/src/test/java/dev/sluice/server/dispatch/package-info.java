@NullMarked
package dev.sluice.server.dispatch;

import org.jspecify.annotations.NullMarked;
