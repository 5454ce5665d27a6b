package dev.sluice.proving.environment.qemu;

/** What can be heard from a running machine, from all sources, in the order it arrived. */
sealed interface Signal {
  /** QMP: the guest's panic device spoke. */
  record Panicked() implements Signal {}

  /** QMP: the machine stopped; the reason is QEMU's word, such as {@code guest-shutdown}. */
  record Shutdown(String reason) implements Signal {}

  /** QMP: somebody in the guest opened or closed its end of a port. */
  record PortChange(String port, boolean open) implements Signal {}

  /** QMP: how the saving or loading of the machine's state goes, in QEMU's word. */
  record Migration(String status) implements Signal {}

  /** A guest channel printed a line. */
  record Line(String port, String text) implements Signal {}

  /** The QEMU process ended. */
  record Ended(int status) implements Signal {}
}
