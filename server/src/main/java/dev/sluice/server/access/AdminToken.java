package dev.sluice.server.access;

import dev.sluice.server.event.Actor;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.TraceId;
import dev.sluice.server.ledger.Ledger;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The first token: whoever may read the server's folder becomes its admin. */
public final class AdminToken {
  /** Whom it acts for. */
  public static final PersonName NAME = new PersonName("admin");

  private static final int DAYS = 365;

  private AdminToken() {}

  /**
   * Writes a new admin token to a file that only its owner can read, when no valid one for all
   * products is left. So an admin who lost theirs, or let it expire, gets another from the machine.
   *
   * @param random a {@code SecureRandom}, but in tests
   * @return whether it did
   */
  public static boolean ensure(
      Ledger ledger, Path file, RandomGenerator random, InstantSource clock, TraceId trace)
      throws IOException {
    if (ledger.read(records -> Tokens.hasAdmin(records, clock.instant()))) {
      return false;
    }
    Secret secret = Secret.from(random);
    // The file first: a secret without its event is worth nothing, and the next start makes
    // another;
    // an event without its secret would leave nobody who can enter.
    write(file, secret.reveal() + "\n");
    ledger.decide(
        new Ledger.Call(ProductName.SERVER, Actor.SERVER, "first start", trace),
        (records, now) ->
            Tokens.create(records, now, NAME, Role.ADMIN, null, secret.digest(), DAYS));
    return true;
  }

  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (RandomAccessFile out = new RandomAccessFile(fresh.toFile(), "rw")) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.getFD().sync();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
