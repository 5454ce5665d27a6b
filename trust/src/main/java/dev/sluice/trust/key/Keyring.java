package dev.sluice.trust.key;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A folder of lab keys: {@code NAME.key} signs, {@code NAME.pub} is trusted. To trust another lab,
 * put its {@code .pub} file here; to stop trusting it, remove that file. Any number of threads and
 * processes may use one folder at once. Every method throws {@link KeyException} when a file or the
 * folder cannot be used.
 */
public final class Keyring {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final Path folder;
  private final KeyFiles files;
  private final SecureRandom random;

  /**
   * The keys of a folder; nothing is read or written yet.
   *
   * @param folder need not exist; it is made, for its owner alone, when the first key is
   */
  public Keyring(Path folder) {
    this(folder, _ -> {});
  }

  Keyring(Path folder, KeyFiles.Disk disk) {
    this.folder = folder;
    this.files = new KeyFiles(folder, disk);
    this.random = new SecureRandom();
  }

  /** A key in the folder. {@code signs} when its private half is there too. */
  public record Entry(LabPublicKey key, boolean signs) {}

  /** A key to sign with. {@code created} when this call made it, so that a caller can say so. */
  public record Opened(LabKey key, boolean created) {}

  /** 1 to 64 lower-case letters, digits and dashes, not beginning with a dash. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public Path folder() {
    return folder;
  }

  /** Where the private half of a key lies or would lie. */
  public Path privateFile(String name) {
    return folder.resolve(checked(name) + KeyFiles.PRIVATE);
  }

  /** Where the public half of a key lies or would lie. */
  public Path publicFile(String name) {
    return folder.resolve(checked(name) + KeyFiles.PUBLIC);
  }

  /** Makes a key; refuses a name that either half of another key has. */
  public LabKey create(String name) {
    if (Files.exists(publicFile(name)) && !Files.exists(privateFile(name))) {
      throw new KeyException(publicFile(name), "another lab's key has this name; choose another");
    }
    Opened opened = openOrCreate(name);
    if (!opened.created()) {
      throw new KeyException(privateFile(name), "there is a key of this name already");
    }
    return opened.key();
  }

  /**
   * The key of a name, made if absent. When several processes do so at once, one key is made and
   * all get that one.
   */
  public Opened openOrCreate(String name) {
    Path file = privateFile(name);
    try {
      if (Files.exists(file)) {
        return new Opened(open(name), false);
      }
      if (Files.exists(publicFile(name))) {
        throw new KeyException(
            publicFile(name),
            "its private half is not here, so it cannot sign; choose another name");
      }
      files.makeFolder();
      LabKey key = LabKey.generate(name, random);
      boolean created = files.publishPrivate(file, key.pem());
      return new Opened(open(name), created);
    } catch (IOException e) {
      throw new KeyException(file, "no key could be written: " + KeyFiles.reason(e), e);
    }
  }

  /**
   * An existing key to sign with. Puts its public half beside it if a crash kept that from being.
   */
  public LabKey open(String name) {
    Path file = privateFile(name);
    files.refuseOpenFolder();
    LabKey key = LabKey.read(file, KeyFiles.readPrivate(file));
    Path publicFile = publicFile(name);
    if (!Files.exists(publicFile)) {
      try {
        files.publishPublic(publicFile, key.publicKey().pem());
      } catch (IOException e) {
        throw new KeyException(
            publicFile, "the public key could not be written: " + KeyFiles.reason(e), e);
      }
    } else if (!LabPublicKey.read(publicFile).equals(key.publicKey())) {
      throw new KeyException(publicFile, "not the public half of " + file);
    }
    return key;
  }

  /**
   * Puts another lab's public key here, so that it is trusted.
   *
   * @param name what it is called here; a key of this name is replaced
   */
  public void trust(String name, LabPublicKey key) {
    Path file = publicFile(name);
    if (Files.exists(privateFile(name))) {
      throw new KeyException(file, "a key that signs has this name; choose another");
    }
    try {
      files.makeFolder();
      files.publishPublic(file, key.pem());
    } catch (IOException e) {
      throw new KeyException(file, "no key could be written: " + KeyFiles.reason(e), e);
    }
  }

  /** All keys of the folder by name; none when the folder does not exist. Writes nothing. */
  public List<Entry> list() {
    List<Entry> entries = new ArrayList<>();
    for (String name : names()) {
      entries.add(new Entry(publicKey(name), Files.exists(privateFile(name))));
    }
    return List.copyOf(entries);
  }

  /** The public keys that are trusted because they lie here. */
  public List<LabPublicKey> trusted() {
    return list().stream().map(Entry::key).toList();
  }

  /** A public key that is trusted because it lies here. Writes nothing. */
  public LabPublicKey trusted(String name) {
    files.refuseOpenFolder();
    Path publicFile = publicFile(name);
    return LabPublicKey.of(publicFile.toString(), KeyFiles.readTrusted(publicFile));
  }

  private LabPublicKey publicKey(String name) {
    Path file = privateFile(name);
    return Files.exists(publicFile(name))
        ? trusted(name)
        : LabKey.read(file, KeyFiles.readPrivate(file)).publicKey();
  }

  private SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    files.refuseOpenFolder();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.{key,pub}")) {
      for (Path file : all) {
        String name = KeyFiles.nameOf(file);
        // Not passed over in silence: whoever put it here believes that it is trusted.
        if (!isName(name)) {
          throw new KeyException(
              file, "rename it: a key's name is lower-case letters, digits and dashes");
        }
        names.add(name);
      }
      return names;
    } catch (IOException e) {
      throw new KeyException(folder, "cannot be listed: " + KeyFiles.reason(e), e);
    }
  }

  private static String checked(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    return name;
  }
}
