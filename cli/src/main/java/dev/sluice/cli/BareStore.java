package dev.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.sqlite.SQLiteConfig;

/**
 * What a submission cannot do without, and nothing else: a digest, the content on disk, and one
 * commit. The same settings of SQLite and the same syncs as the server's.
 */
final class BareStore implements AutoCloseable {
  private final Path folder;
  private final Connection connection;

  BareStore(Path folder) throws IOException, SQLException {
    this.folder = Files.createDirectories(folder);
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    // Directly: the driver manager would load every driver there is.
    connection =
        new org.sqlite.JDBC()
            .connect("jdbc:sqlite:" + folder.resolve("bare.db"), config.toProperties());
    connection.setAutoCommit(false);
    try (Statement create = connection.createStatement()) {
      create.execute(
          "CREATE TABLE event (product TEXT NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL,"
              + " actor TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL,"
              + " PRIMARY KEY (product, number)) WITHOUT ROWID");
    }
    connection.commit();
  }

  /** Stores content and one row about it, durably. */
  void submit(long number, byte[] content, byte[] body) throws IOException, SQLException {
    byte[] digest = sha256(content);
    Path part = folder.resolve("part-" + number);
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(
        part, folder.resolve(HexFormat.of().formatHex(digest)), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    }
    synchronized (connection) {
      insert(number, body, digest, 1);
      connection.commit();
    }
  }

  /** Inserts rows, a thousand to a commit, as a log without anything that follows from it. */
  void fill(long rows, byte[] body) throws SQLException {
    byte[] hash = sha256(body);
    synchronized (connection) {
      long number = 1;
      while (number <= rows) {
        int now = (int) Math.min(1_000, rows - number + 1);
        insert(number, body, hash, now);
        connection.commit();
        number += now;
      }
    }
  }

  private void insert(long number, byte[] body, byte[] hash, int rows) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setString(1, "bench");
        insert.setLong(2, number + i);
        insert.setLong(3, 1_795_000_000_000L + number);
        insert.setString(4, "bench");
        insert.setBytes(5, body);
        insert.setBytes(6, hash);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
