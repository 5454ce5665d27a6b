package dev.sluice.model.pipeline;

import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Debian system to be made from packages, without root where user namespaces allow.
 *
 * @param packages beyond those that every such system has
 * @param neighbours packages that are no part of the product but that hosts run beside it
 * @param files paths relative to the pipeline file, files or folders, and where they go on the
 *     machine
 * @param run script run once with {@code sh} in the new system, after the files are there; null for
 *     none
 * @param locale such as {@code tr_TR.UTF-8}; null for {@code C.UTF-8}
 * @param timeZone such as {@code Asia/Kolkata}; null for UTC
 */
public record DebianRecipe(
    Suite suite,
    List<String> packages,
    List<String> neighbours,
    SortedMap<String, String> files,
    @Nullable String run,
    int diskMebibytes,
    @Nullable String locale,
    @Nullable String timeZone) {
  /** Where the file says nothing. */
  public static final int DEFAULT_DISK_MEBIBYTES = 2048;

  private static final Pattern LOCALE =
      Pattern.compile("[A-Za-z]{1,3}(_[A-Z]{2})?(\\.[A-Za-z0-9-]{1,20})?(@[a-z]{1,20})?");

  /** Whether a locale can be called so. */
  public static boolean isLocale(String name) {
    return LOCALE.matcher(name).matches();
  }

  /** Whether there is such a time zone. */
  public static boolean isTimeZone(String name) {
    return ZoneId.getAvailableZoneIds().contains(name);
  }

  /** Releases of Debian. */
  public enum Suite {
    BULLSEYE,
    BOOKWORM,
    TRIXIE
  }

  public DebianRecipe {
    packages = List.copyOf(packages);
    neighbours = List.copyOf(neighbours);
    files = new TreeMap<>(files);
  }
}
