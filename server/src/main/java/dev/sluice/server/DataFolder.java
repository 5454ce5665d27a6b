package dev.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The one folder in which everything lies. That one server at a time has it is the ledger's to see
 * to.
 */
record DataFolder(Path folder) {
  /** Makes it when it is not there, for this user alone. */
  static DataFolder at(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new DataFolder(folder);
  }

  Path ledger() {
    return folder.resolve("ledger.db");
  }

  Path content() {
    return folder.resolve("content");
  }

  Path adminToken() {
    return folder.resolve("admin.token");
  }

  /** Of the log: what was the newest entry when. */
  Path heads() {
    return folder.resolve("heads.jsonl");
  }

  /** By which exports of the log are signed. */
  Path keys() {
    return folder.resolve("keys");
  }

  /** Lab keys whose proofs are believed. */
  Path labs() {
    return folder.resolve("labs");
  }

  /** For the embedded runner. */
  Path runner() {
    return folder.resolve("runner");
  }

  long freeBytes() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      // Whoever asks wants to know whether there is room; of a disk that does not answer: no.
      return 0;
    }
  }
}
