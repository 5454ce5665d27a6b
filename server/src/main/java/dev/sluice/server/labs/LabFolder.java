package dev.sluice.server.labs;

import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.KeyException;
import dev.sluice.trust.key.KeyId;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabPublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of lab keys that are believed: {@code NAME.pub} for every product, {@code
 * PRODUCT/NAME.pub} for one; {@code NAME.until} beside it has the last day (UTC). What cannot be
 * read adds nothing, is told in the log, and takes nothing away that still lies there.
 */
public final class LabFolder implements LabTrust {
  private static final System.Logger LOG = System.getLogger(LabFolder.class.getName());
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

  /** Takes into use what lies there now; to be called every few seconds. */
  public synchronized void look() {
    Listing now = listing();
    if (!now.complaints().equals(told)) {
      now.complaints().forEach(complaint -> LOG.log(System.Logger.Level.ERROR, complaint));
      told = now.complaints();
    }
    if (!now.labs().equals(labs)) {
      labs = now.labs();
      LOG.log(
          System.Logger.Level.INFO, "trusts the lab keys " + labs.stream().map(Lab::key).toList());
    }
  }

  private Listing listing() {
    List<String> complaints = new ArrayList<>();
    List<Lab> found = new ArrayList<>(in(folder, null, complaints));
    try (Stream<Path> inner = Files.list(folder)) {
      for (Path product : inner.filter(Files::isDirectory).sorted().toList()) {
        String name = String.valueOf(product.getFileName());
        if (ProductName.isValid(name)) {
          found.addAll(in(product, new ProductName(name), complaints));
        } else {
          complaints.add(product + ": no product has this name");
        }
      }
    } catch (IOException e) {
      complaints.add(folder + " cannot be listed: " + e);
    }
    return new Listing(found, complaints);
  }

  private List<Lab> in(Path here, @Nullable ProductName product, List<String> complaints) {
    var keyring = new Keyring(here);
    List<Lab> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(here)) {
      List<Path> days = files.filter(file -> file.toString().endsWith(UNTIL)).sorted().toList();
      for (Keyring.Entry entry : keyring.list()) {
        Path file = keyring.publicFile(entry.key().name());
        if (entry.signs()) {
          complaints.add(
              file + " is not trusted: its private half lies here, and belongs to its lab");
        } else if (days.contains(until(file))) {
          add(found, entry.key(), product, file, complaints);
        } else {
          found.add(new Lab(entry.key(), product, file, null));
        }
      }
      for (Path day : days) {
        if (!Files.exists(keyring.publicFile(name(day)))) {
          complaints.add(day + ": there is no key of this name");
        }
      }
      return found;
    } catch (IOException | KeyException | IllegalArgumentException e) {
      // Such as a file that is just being copied here.
      complaints.add(e.getMessage() == null ? here + ": " + e : e.getMessage());
      return labs.stream()
          .filter(lab -> Objects.equals(lab.product(), product) && Files.exists(lab.file()))
          .toList();
    }
  }

  private static void add(
      List<Lab> found,
      LabPublicKey key,
      @Nullable ProductName product,
      Path file,
      List<String> complaints)
      throws IOException {
    try (InputStream in = Files.newInputStream(until(file))) {
      String day = new String(in.readNBytes(LONGEST_DAY), StandardCharsets.US_ASCII).strip();
      found.add(new Lab(key, product, file, LocalDate.parse(day)));
    } catch (NoSuchFileException e) {
      // Taken away in between; the next look sees what that means.
      complaints.add(file + " is not trusted: " + until(file) + " has just gone");
    } catch (DateTimeException e) {
      complaints.add(
          file + " is not trusted: " + until(file) + " has no day, written as 2026-12-31");
    }
  }
}
