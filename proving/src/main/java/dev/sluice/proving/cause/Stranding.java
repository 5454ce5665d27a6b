package dev.sluice.proving.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A machine that stopped on its way up and waits for somebody at its console: no panic, no reset,
 * and nothing more to come.
 *
 * @param what a clause for people, such as {@code no init program was found}
 * @param lines the lines that show it, in order, cleaned
 */
public record Stranding(String what, List<String> lines) {
  private static final int SHOWN = 5;

  /** After these nothing happens without a person. */
  private enum Stop {
    INITRAMFS_SHELL("^\\(initramfs\\) ?", "its start-up image gave up and opened a shell"),
    INITRAMFS_DROP("Dropping to a shell!", "its start-up image gave up and opened a shell"),
    INITRAMFS_RESET(
        "^Rebooting automatically due to panic= boot argument",
        "its start-up image gave up and reset"),
    DRACUT_SHELL("^dracut:/# ?", "its start-up image gave up and opened a shell"),
    SHELL_AS_INIT(
        "^/bin/sh: 0: can't access tty; job control turned off",
        "a bare shell was started in place of its init program"),
    EMERGENCY("^You are in emergency mode\\.", "systemd went into emergency mode"),
    RESCUE("^You are in rescue mode\\.", "systemd went into rescue mode"),
    LOCKED(
        "^Cannot open access to console, the root account is locked\\.",
        "systemd went into emergency mode"),
    FREEZING("systemd\\[1]: Freezing execution\\.", "systemd stopped for good"),
    GRUB_RESCUE("^grub rescue> ?", "its boot loader found no system"),
    NO_BOOT_DEVICE(
        "BdsDxe: No bootable option or device was found\\.", "its firmware found nothing to boot"),
    BIOS_NO_DEVICE("^No bootable device\\.", "its firmware found nothing to boot");

    private final Pattern pattern;
    private final String what;

    Stop(String pattern, String what) {
      this.pattern = Pattern.compile(pattern);
      this.what = what;
    }
  }

  /** Why it came to that; the first that was printed before the stop. */
  private enum Reason {
    NO_INIT(
        "run-init: .*No such file or directory|doesn't have requested /sbin/init|^No init found\\.",
        "there is no init program on its root disk"),
    NO_ROOT(
        "^Gave up waiting for root |^ALERT! .* does not exist|"
            + "Timed out waiting for device .*root",
        "its root disk was not found"),
    DAMAGED(
        "requires a manual fsck|UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY",
        "its root file system is damaged"),
    NOT_MOUNTED(
        "^mount: mounting .* on /root failed|Failed to mount .*sysroot",
        "its root file system could not be mounted"),
    DEPENDENCY("Dependency failed for .*Local File Systems", "a file system could not be mounted");

    private final Pattern pattern;
    private final String what;

    Reason(String pattern, String what) {
      this.pattern = Pattern.compile(pattern);
      this.what = what;
    }
  }

  private static final Pattern UP =
      Pattern.compile(
          "login: ?$|^sluice: booted |Reached target (?:\\S+ - )?(?:Multi-User System|Graphical Interface)"
              + "|systemd\\[1]: Startup finished in");

  public Stranding {
    lines = List.copyOf(lines);
  }

  /** Where a machine stopped, or nothing on a console that may still go on. */
  public static Optional<Stranding> find(String console) {
    List<String> all = console.lines().map(ConsoleTrouble::clean).toList();
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i);
      Optional<Stop> stop =
          Stream.of(Stop.values()).filter(s -> s.pattern.matcher(line).find()).findFirst();
      if (stop.isPresent()) {
        return Optional.of(read(stop.get(), i, all));
      }
    }
    return Optional.empty();
  }

  private static Stranding read(Stop stop, int at, List<String> all) {
    List<String> shown = new ArrayList<>();
    String what = stop.what;
    boolean explained = false;
    for (String line : all.subList(0, at + 1)) {
      Optional<Reason> reason =
          Stream.of(Reason.values()).filter(r -> r.pattern.matcher(line).find()).findFirst();
      if (reason.isPresent()) {
        what = explained ? what : reason.get().what;
        explained = true;
        if (shown.size() < SHOWN - 1) {
          shown.add(line);
        }
      }
    }
    if (!shown.contains(all.get(at))) {
      shown.add(all.get(at));
    }
    return new Stranding(what, shown);
  }

  /**
   * Whether a console shows that the system has come up: a login prompt, systemd's word, or that of
   * a system made from packages, where nobody can log in.
   */
  public static boolean isUp(String console) {
    return console.lines().map(ConsoleTrouble::clean).anyMatch(line -> UP.matcher(line).find());
  }
}
