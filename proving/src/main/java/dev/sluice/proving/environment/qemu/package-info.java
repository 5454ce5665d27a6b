/**
 * QEMU virtual machines: one process per boot, a small cloned state disk, QMP, the guest channel
 * and the serial console; no network. Nothing outside this package knows QEMU.
 */
@NullMarked
package dev.sluice.proving.environment.qemu;

import org.jspecify.annotations.NullMarked;
