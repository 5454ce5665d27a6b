@NullMarked
package dev.sluice.server.runner;

import org.jspecify.annotations.NullMarked;
