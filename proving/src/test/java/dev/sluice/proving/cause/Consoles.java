package dev.sluice.proving.cause;

/** What Linux consoles look like, shortened. */
final class Consoles {
  private Consoles() {}

  static final String CLEAN_BOOT =
      """
      [    0.000000] Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org)
      [    0.000000] Command line: console=ttyS0 panic=-1 oops=panic quiet
      [    0.023411] Kernel command line: console=ttyS0 panic=-1 oops=panic
      [    0.965575] Trying to unpack rootfs image as initramfs...
      [    1.036426] alg: self-tests for CTR-KDF (hmac(sha256)) passed
      [    1.271613] Run /init as init process
      init: starting sensor.ko
      [    1.403605] sensor: loading out-of-tree module taints kernel.
      [    1.404995] sensor: module verification failed: signature and/or required key missing
      [    1.755296] reboot: Power down
      """;

  static final String PAGE_FAULT_IN_MODULE =
      """
      init: starting sensor.ko
      [    1.687151] BUG: unable to handle page fault for address: ffffc900000be000
      [    1.687850] #PF: supervisor read access in kernel mode
      [    1.688467] Oops: 0000 [#1] PREEMPT SMP NOPTI
      [    1.688643] CPU: 0 PID: 84 Comm: insmod Tainted: G           OE      6.1.0-56-cloud-amd64 #1
      [    1.689124] RIP: 0010:evaluate+0x1fd/0x2c0 [sensor]
      [    1.691060] Call Trace:
      [    1.691683]  load.constprop.0+0xfd/0x1a0 [sensor]
      [    1.692218]  do_init_module+0x4a/0x1f0
      [    1.695207] RIP: 0010:evaluate+0x1fd/0x2c0 [sensor]
      [    1.696797] Kernel panic - not syncing: Fatal exception
      """;

  static final String INIT_KILLED =
      """
      [    2.101000] Run /sbin/init as init process
      /sbin/init: error while loading shared libraries: libc.so.6: cannot open shared object file
      [    2.133000] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00007f00
      [    2.134000] CPU: 0 PID: 1 Comm: init Not tainted 6.1.0-56-cloud-amd64 #1
      [    2.135000] Kernel Offset: disabled
      [    2.136000] ---[ end Kernel panic - not syncing: Attempted to kill init! exitcode=0x00007f00 ]---
      """;

  static final String NO_ROOT =
      """
      [    1.900000] VFS: Cannot open root device "vda" or unknown-block(0,0): error -6
      [    1.901000] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)
      """;

  static final String NULL_POINTER =
      """
      [   17.250000] BUG: kernel NULL pointer dereference, address: 0000000000000008
      [   17.251000] #PF: supervisor write access in kernel mode
      [   17.252000] Oops: 0002 [#1] PREEMPT SMP NOPTI
      [   17.253000] RIP: 0010:__list_add_valid+0x14/0x90
      [   17.254000] ---[ end trace 0000000000000000 ]---
      """;

  static final String OUT_OF_MEMORY =
      """
      [    8.100000] scanner invoked oom-killer: gfp_mask=0x140cca, order=0, oom_score_adj=0
      [    8.110000] Mem-Info:
      [    8.120000] Out of memory: Killed process 312 (scanner) total-vm:912340kB, anon-rss:190000kB
      """;

  static final String SOFT_LOCKUP =
      """
      [   28.016000] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [insmod:84]
      [   28.017000] Modules linked in: sensor(OE+) virtio_console(E)
      [   28.018000] RIP: 0010:spin+0x7/0x20 [sensor]
      [   28.019000]  do_init_module+0x4a/0x1f0
      """;

  static final String HUNG_TASK =
      """
      [  242.700000] INFO: task insmod:84 blocked for more than 120 seconds.
      [  242.710000]       Tainted: G           OE      6.1.0-56-cloud-amd64 #1
      """;
}
