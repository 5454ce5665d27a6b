package dev.sluice.proving.cause;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first abnormal thing on a Linux console.
 *
 * @param panicked whether the kernel gave up; false when it complained and went on
 * @param seconds into the boot, or into the run of a machine that was restored, by the kernel's own
 *     clock; negative when the line has no time
 * @param restored whether the machine was {@linkplain Restored restored}
 * @param what a clause for people, such as {@code page fault in evaluate}; empty when unknown
 * @param loading the module that was being loaded, such as {@code sensor.ko}; null when none was
 * @param ofTheHost whether it says nothing of what runs on the machine, but that the host was busy
 * @param lines the lines that show it, in order, cleaned
 */
public record ConsoleTrouble(
    boolean panicked,
    double seconds,
    boolean restored,
    String what,
    @Nullable String loading,
    boolean ofTheHost,
    List<String> lines) {
  private static final int SHOWN = 8;

  /** The kernel's time stamp, with the facility that {@code printk.caller} would add left out. */
  private static final Pattern STAMP = Pattern.compile("^\\[ *([0-9]+\\.[0-9]+)](?:\\[[^]]*])? ?");

  private static final Pattern PANIC = Pattern.compile("Kernel panic - not syncing:? ?(.*)");
  private static final Pattern WHERE =
      Pattern.compile("RIP: [0-9a-f]{4}:([A-Za-z0-9_.]+)\\+0x[0-9a-f/x]+(?: \\[([A-Za-z0-9_]+)])?");

  /** What starts trouble, and how to say it; the first that matches a line is taken. */
  private enum Start {
    PAGE_FAULT("BUG: unable to handle page fault", "page fault"),
    NULL_POINTER("BUG: kernel NULL pointer dereference", "null pointer dereference"),
    PROTECTION("general protection fault", "general protection fault"),
    DIVISION("divide error:", "division by zero"),
    INVALID_OPCODE("invalid opcode:", "invalid instruction"),
    STACK("stack-protector: Kernel stack is corrupted", "corrupted kernel stack"),
    SOFT_LOCKUP("BUG: soft lockup", "soft lockup"),
    STALL("rcu_sched self-detected stall", "stalled processor"),
    HUNG("blocked for more than", "hung task"),
    OUT_OF_MEMORY("Out of memory: Killed process", "out of memory"),
    SANITIZER("BUG: KASAN:", "memory error found by KASAN"),
    BUG("kernel BUG at", "kernel BUG"),
    OTHER_BUG("BUG: ", "kernel bug"),
    OOPS("Oops: ", "kernel oops"),
    PANIC_LINE("Kernel panic - not syncing", "");

    private final String text;
    private final String what;

    Start(String text, String what) {
      this.text = text;
      this.what = what;
    }

    /** A guest counts time by the wall, so it takes for its own what its host let it wait. */
    boolean isStandstill() {
      return this == SOFT_LOCKUP || this == STALL;
    }

    /** As a word of its own: {@code DEBUG: } is no {@code BUG: }. */
    boolean isIn(String line) {
      int at = line.indexOf(text);
      while (at > 0 && Character.isLetterOrDigit(line.charAt(at - 1))) {
        at = line.indexOf(text, at + 1);
      }
      return at >= 0;
    }
  }

  public ConsoleTrouble {
    lines = List.copyOf(lines);
  }

  /** Whether a kernel says there that a processor stood still, in words of a line's first half. */
  public static boolean tellsOfStandstill(String line) {
    return Start.SOFT_LOCKUP.isIn(line) || Start.STALL.isIn(line);
  }

  /** Finds the first trouble, or nothing on a console that looks well. */
  public static Optional<ConsoleTrouble> find(String console) {
    List<String> all = console.lines().map(ConsoleTrouble::clean).toList();
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i);
      Optional<Start> start = Stream.of(Start.values()).filter(s -> s.isIn(line)).findFirst();
      if (start.isPresent()) {
        return Optional.of(read(start.get(), i, all));
      }
    }
    return Optional.empty();
  }

  private static ConsoleTrouble read(Start start, int from, List<String> all) {
    List<String> after = all.subList(from, all.size());
    Optional<Matcher> panic = after.stream().map(PANIC::matcher).filter(Matcher::find).findFirst();
    Optional<Matcher> where = after.stream().map(WHERE::matcher).filter(Matcher::find).findFirst();
    String what = start.what;
    if (start == Start.PANIC_LINE) {
      what = panic.map(p -> p.group(1).strip()).orElse("");
    } else if (where.isPresent()) {
      what += " in " + where.get().group(1);
    }
    boolean inModuleLoad = after.stream().anyMatch(l -> l.contains("do_init_module"));
    String loading =
        where.isPresent() && where.get().group(2) != null && inModuleLoad
            ? where.get().group(2) + ".ko"
            : null;
    Matcher stamp = STAMP.matcher(after.getFirst());
    boolean timerLate = panic.isPresent() && what.startsWith("IO-APIC + timer doesn't work");
    Optional<Duration> ranBefore = Restored.uptime(all.getFirst());
    double before = ranBefore.map(Duration::toMillis).orElse(0L) / 1000.0;
    return new ConsoleTrouble(
        panic.isPresent(),
        stamp.find() ? Math.max(0, Double.parseDouble(stamp.group(1)) - before) : -1,
        ranBefore.isPresent(),
        what,
        loading,
        timerLate || (start.isStandstill() && after.stream().anyMatch(BusyHost::isSaidBy)),
        shown(from, all));
  }

  /** The line before the trouble, its first line, where it was, and how it ended. */
  private static List<String> shown(int from, List<String> all) {
    List<String> shown = new ArrayList<>();
    if (from > 0 && !all.get(from - 1).isBlank()) {
      shown.add(all.get(from - 1));
    }
    shown.add(all.get(from));
    for (String line : all.subList(from + 1, all.size())) {
      boolean telling =
          PANIC.matcher(line).find()
              || BusyHost.isSaidBy(line)
              || (WHERE.matcher(line).find() && shown.stream().noneMatch(s -> s.contains("RIP:")));
      if (telling && shown.size() < SHOWN) {
        shown.add(line);
      }
    }
    return shown;
  }

  /** A guest's bytes on a person's terminal: printable characters only, and not too many. */
  public static String clean(String line) {
    StringBuilder out = new StringBuilder();
    line.codePoints()
        .limit(200)
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** As a clause: {@code the kernel panicked 1.4 s into the boot, while sensor.ko was loading}. */
  public String sentence() {
    if (ofTheHost) {
      return "this host was too busy to let the machine run, and its kernel "
          + (panicked ? "gave up" : "took that for a fault");
    }
    StringBuilder text = new StringBuilder(panicked ? "the kernel panicked" : "the kernel failed");
    if (seconds >= 0) {
      text.append(
          String.format(Locale.ROOT, " %.1f s into the %s", seconds, restored ? "run" : "boot"));
    }
    if (loading != null) {
      text.append(", while ").append(loading).append(" was loading");
    }
    if (!what.isEmpty()) {
      text.append(" (").append(what).append(")");
    }
    return panicked ? text.toString() : text + " and went on";
  }
}
