package dev.sluice.server;

import dev.sluice.server.api.ListenOn;
import dev.sluice.server.retention.Rule;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides.
 *
 * @param data everything lies beneath it; made when absent
 * @param largest content in bytes
 * @param reserve bytes of disk that stay free: below, submissions are refused and reads go on
 * @param heads file outside the data directory to which the log's heads are written as well; null
 *     for none
 * @param fetchFrom hosts whose addresses are not public and that content may be fetched from
 * @param retention how long is kept what nobody needs
 */
public record Settings(
    Path data,
    ListenOn listen,
    long largest,
    long reserve,
    @Nullable Path heads,
    Set<String> fetchFrom,
    Rule retention) {
  public Settings {
    fetchFrom = Set.copyOf(fetchFrom);
  }

  /** 4 GiB, as the largest that a pipeline file can allow. */
  public static final long LARGEST = 4L << 30;

  /** 512 MiB. */
  public static final long RESERVE = 512L << 20;

  /** Where the lab keys lie whose proofs are believed. */
  public Path labs() {
    return new DataFolder(data).labs();
  }
}
