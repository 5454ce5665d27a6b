package dev.sluice.cli;

import dev.sluice.proving.lab.LabFolders;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where things lie, by the XDG base directory specification. */
final class Folders {
  // A socket's path has at most 107 bytes, and the run's own folder and names come after this.
  private static final int LONGEST_WORK = 50;

  private final Map<String, String> environment;

  Folders(Map<String, String> environment) {
    this.environment = environment;
  }

  Path keys() {
    return base("XDG_DATA_HOME", ".local/share").resolve("keys");
  }

  /** The data directory of a server that is told none. */
  Path server() {
    return base("XDG_DATA_HOME", ".local/share").resolve("server");
  }

  /** What this user has settled: {@code docs/operating.md}. */
  Path config() {
    return base("XDG_CONFIG_HOME", ".config");
  }

  Path state() {
    return base("XDG_STATE_HOME", ".local/state");
  }

  Path cache() {
    return base("XDG_CACHE_HOME", ".cache");
  }

  /** The lab's folders; the work folder is made now and is this user's alone. */
  LabFolders lab() throws IOException {
    return new LabFolders(cache(), state(), work());
  }

  /** The path with the home folder as {@code ~}, for people. */
  String spoken(Path path) {
    Path home = home();
    return path.startsWith(home) && home.getNameCount() > 0
        ? "~/" + home.relativize(path)
        : path.toString();
  }

  private Path base(String variable, String beneathHome) {
    String stated = environment.getOrDefault(variable, "");
    // The specification: a relative path is invalid and to be ignored.
    Path base = stated.startsWith("/") ? Path.of(stated) : home().resolve(beneathHome);
    return base.resolve("sluice");
  }

  private Path home() {
    String home = environment.getOrDefault("HOME", "");
    if (!home.startsWith("/")) {
      throw new Unusable("sluice: HOME is not set to an absolute path; set it to your home folder");
    }
    return Path.of(home);
  }

  /**
   * Sockets and disks of running machines lie here. In a folder that anybody may write to, somebody
   * else could have put a link or a folder of their own in our place: then we refuse.
   */
  private Path work() throws IOException {
    Path self = Path.of("/proc/self");
    Object uid = Files.getAttribute(self, "unix:uid");
    Path work = runtime(uid).resolve("sluice-" + uid);
    try {
      Files.createDirectory(
          work, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      refuseOthers(work, uid);
    }
    return work;
  }

  private Path runtime(Object uid) throws IOException {
    String stated = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (stated.startsWith("/") && stated.length() <= LONGEST_WORK) {
      Path folder = Path.of(stated);
      if (Files.isDirectory(folder)
          && Files.isWritable(folder)
          && uid.equals(Files.getAttribute(folder, "unix:uid"))) {
        return folder;
      }
    }
    return Path.of("/tmp");
  }

  static void refuseOthers(Path work, Object uid) throws IOException {
    if (Files.isSymbolicLink(work) || !Files.isDirectory(work, LinkOption.NOFOLLOW_LINKS)) {
      throw new Unusable("sluice: " + work + " is not a folder; see whose it is, then remove it");
    }
    Object owner = Files.getAttribute(work, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(uid)) {
      throw new Unusable(
          "sluice: " + work + " belongs to user " + owner + ", not to you (" + uid + ");",
          "  ask them to remove it, or set XDG_RUNTIME_DIR to a folder of your own");
    }
    Set<PosixFilePermission> others = EnumSet.copyOf(PosixFilePermissions.fromString("---rwxrwx"));
    others.retainAll(Files.getPosixFilePermissions(work, LinkOption.NOFOLLOW_LINKS));
    if (!others.isEmpty()) {
      throw new Unusable("sluice: others may enter " + work + "; chmod 700 " + work);
    }
  }
}
