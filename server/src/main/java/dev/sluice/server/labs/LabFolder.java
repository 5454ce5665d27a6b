package dev.sluice.server.labs;

import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.KeyException;
import dev.sluice.trust.key.KeyId;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of lab keys that are believed: {@code NAME.pub} for every product, {@code
 * PRODUCT/NAME.pub} for one; {@code NAME.until} beside it has the last day (UTC). A key that cannot
 * be read stays what it was while its file lies there, is told in the log, and changes no other.
 */
public final class LabFolder implements LabTrust {
  private static final System.Logger LOG = System.getLogger(LabFolder.class.getName());
  private static final String PUBLIC = ".pub";
  private static final String PRIVATE = ".key";
  private static final String UNTIL = ".until";
  private static final int LONGEST_DAY = 64;

  private final Path folder;
  private final InstantSource clock;
  private volatile List<Lab> labs = List.of();
  private List<String> told = List.of();

  /**
   * A key that lies here.
   *
   * @param product the only one it may prove; null for all
   * @param until the last day on which it is believed; null for always
   */
  public record Lab(
      LabPublicKey key, @Nullable ProductName product, Path file, @Nullable LocalDate until) {
    /** Whether its last day is over. */
    public boolean isOver(LocalDate today) {
      return until != null && today.isAfter(until);
    }

    private boolean isFor(@Nullable ProductName wanted) {
      return wanted == null || product == null || product.equals(wanted);
    }
  }

  /**
   * What lies in a folder.
   *
   * @param complaints about what adds nothing, each a sentence
   */
  public record Listing(List<Lab> labs, List<String> complaints) {
    public Listing {
      labs = List.copyOf(labs);
      complaints = List.copyOf(complaints);
    }
  }

  /** What a server would find there now; nothing when there is no such folder. */
  public static Listing list(Path folder, InstantSource clock) {
    return Files.exists(folder)
        ? new LabFolder(folder, clock).listing()
        : new Listing(List.of(), List.of());
  }

  /**
   * The keys that lie there now.
   *
   * @param own key of the runner in this process, believed when there is no such folder yet; null
   *     for none
   * @throws IOException when the folder cannot be made
   */
  public static LabFolder open(Path folder, @Nullable LabPublicKey own, InstantSource clock)
      throws IOException {
    if (!Files.exists(folder)) {
      if (own == null) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        try {
          new Keyring(folder).trust("embedded", own);
        } catch (KeyException e) {
          throw new IOException(e.getMessage(), e);
        }
      }
    }
    LabFolder labs = new LabFolder(folder, clock);
    labs.look();
    return labs;
  }

  private LabFolder(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public List<LabPublicKey> keys(ProductName product) {
    LocalDate today = today();
    return labs.stream()
        .filter(lab -> lab.isFor(product) && !lab.isOver(today))
        .map(Lab::key)
        .distinct()
        .toList();
  }

  @Override
  public @Nullable String refusal(@Nullable ProductName product, KeyId wanted) {
    LocalDate today = today();
    String why =
        "is not trusted here; whoever runs the server puts its public half into the folder labs of"
            + " the data folder, as NAME.pub";
    for (Lab lab : labs) {
      if (!lab.key().id().equals(wanted)) {
        continue;
      }
      if (!lab.isFor(product)) {
        why =
            "is trusted for %s alone, and not for %s; whoever runs the server copies %s"
                    .formatted(lab.product(), product, shown(lab.file()))
                + " into labs/%s, or into labs for every product".formatted(product);
      } else if (lab.isOver(today)) {
        why =
            "was trusted until %s; whoever runs the server writes a later day into %s, or trusts a"
                    .formatted(lab.until(), shown(until(lab.file())))
                + " new key";
      } else {
        return null;
      }
    }
    return why;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private String shown(Path file) {
    return PlainText.shown("labs/" + folder.relativize(file));
  }

  private static Path until(Path key) {
    return key.resolveSibling(name(key) + UNTIL);
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String kind(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(Math.max(0, name.lastIndexOf('.')));
  }

  /** Takes into use what lies there now; to be called every few seconds. */
  public synchronized void look() {
    Listing now = listing();
    List<String> before = told;
    now.complaints().stream()
        .filter(complaint -> !before.contains(complaint))
        .forEach(complaint -> LOG.log(System.Logger.Level.ERROR, complaint));
    told = now.complaints();
    if (!now.labs().equals(labs)) {
      labs = now.labs();
      LOG.log(
          System.Logger.Level.INFO, "trusts the lab keys " + labs.stream().map(Lab::key).toList());
    }
  }

  private Listing listing() {
    List<String> complaints = new ArrayList<>();
    List<Lab> found = new ArrayList<>();
    List<Path> all = files(folder, found, complaints);
    in(folder, all, null, found, complaints);
    for (Path inner : all.stream().filter(Files::isDirectory).toList()) {
      String name = String.valueOf(inner.getFileName());
      if (ProductName.isValid(name)) {
        List<Path> files = files(inner, found, complaints);
        in(inner, files, new ProductName(name), found, complaints);
      } else {
        complaints.add(inner + ": no product has this name");
      }
    }
    return new Listing(found, complaints.stream().distinct().toList());
  }

  /** What lies there; when nobody can say, what lay there before is found as far as it still is. */
  private List<Path> files(Path here, List<Lab> found, List<String> complaints) {
    try (Stream<Path> files = Files.list(here)) {
      return files.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      complaints.add(here + " cannot be listed: " + e);
      for (Lab lab : labs) {
        if (lab.file().startsWith(here) && Files.exists(lab.file())) {
          boolean ends = Files.exists(until(lab.file()), LinkOption.NOFOLLOW_LINKS);
          add(lab.key(), lab.file(), ends, lab.product(), found, complaints);
        }
      }
      return List.of();
    }
  }

  /** Each file for itself: a bad one costs no other its trust, and keeps no other trusted. */
  private void in(
      Path here,
      List<Path> files,
      @Nullable ProductName product,
      List<Lab> found,
      List<String> complaints) {
    var keyring = new Keyring(here);
    for (Path file : files) {
      String kind = kind(file);
      if (!kind.equals(PUBLIC) && !kind.equals(PRIVATE) && !kind.equals(UNTIL)) {
        continue;
      }
      Path key = file.resolveSibling(name(file) + PUBLIC);
      if (kind.equals(PRIVATE)) {
        complaints.add(
            file + " is a private key and belongs to its lab; no key of this name is trusted here");
      } else if (kind.equals(UNTIL)) {
        if (!files.contains(key)) {
          complaints.add(file + ": there is no key of this name");
        }
      } else if (!Keyring.isName(name(file))) {
        complaints.add(file + ": rename it: a key's name is lower-case letters, digits and dashes");
      } else if (!files.contains(file.resolveSibling(name(file) + PRIVATE))) {
        LabPublicKey read = read(keyring, file, complaints);
        if (read != null) {
          add(read, file, files.contains(until(file)), product, found, complaints);
        }
      }
    }
  }

  /** The key of a file; that of before when it cannot be read now; null when there was none. */
  private @Nullable LabPublicKey read(Keyring keyring, Path file, List<String> complaints) {
    try {
      return keyring.trusted(name(file));
    } catch (KeyException e) {
      // Such as a file that is just being copied here.
      complaints.add(String.valueOf(e.getMessage()));
      return labs.stream()
          .filter(lab -> lab.file().equals(file) && Files.exists(file))
          .map(Lab::key)
          .findFirst()
          .orElse(null);
    }
  }

  private static void add(
      LabPublicKey key,
      Path file,
      boolean ends,
      @Nullable ProductName product,
      List<Lab> found,
      List<String> complaints) {
    if (!ends) {
      found.add(new Lab(key, product, file, null));
      return;
    }
    try (InputStream in = Files.newInputStream(until(file))) {
      String day = new String(in.readNBytes(LONGEST_DAY), StandardCharsets.US_ASCII).strip();
      found.add(new Lab(key, product, file, LocalDate.parse(day)));
    } catch (IOException e) {
      // Taken away in between, perhaps; the next look sees what that means.
      complaints.add(file + " is not trusted: " + until(file) + " cannot be read: " + e);
    } catch (DateTimeException e) {
      complaints.add(
          file + " is not trusted: " + until(file) + " has no day, written as 2026-12-31");
    }
  }
}
