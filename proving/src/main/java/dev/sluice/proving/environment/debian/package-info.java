/**
 * Debian systems made from packages by a recipe: a disk that a virtual machine boots, or a tree for
 * a sandbox. Made once by mmdebstrap, by an ordinary user where the host allows user namespaces,
 * and cached by the content of everything that goes into them; published whole or not at all.
 */
@NullMarked
package dev.sluice.proving.environment.debian;

import org.jspecify.annotations.NullMarked;
