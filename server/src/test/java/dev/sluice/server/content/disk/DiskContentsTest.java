package dev.sluice.server.content.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.server.content.ContentContract;
import dev.sluice.server.content.ContentException;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskContentsTest extends ContentContract {
  @TempDir Path folder;

  @Override
  protected Contents open() throws IOException {
    return new DiskContents(folder, 0);
  }

  private ContentStore on(Disk disk) throws IOException {
    return new DiskContents(folder, 0, disk).of(PRODUCT);
  }

  @Test
  void stoppedAtAnyStepItIsThereWholeOrCanBeSentAgain() throws IOException {
    int steps = 0;
    boolean stored = false;
    while (!stored) {
      FailingDisk disk = new FailingDisk(steps);
      try {
        on(disk).put(BYTES);
        stored = true;
      } catch (StoppedException _) {
        // As if the machine had been switched off here: what is left is what the next start finds.
        reopen();
        boolean whole = store.size(DIGEST).isPresent();
        if (whole) {
          assertThat(stored(DIGEST)).isEqualTo(BYTES);
        }
        store.put(BYTES);
        assertThat(stored(DIGEST)).isEqualTo(BYTES);
        disk.wipe(folder);
      }
      steps++;
    }
    assertThat(steps).isGreaterThan(8);
  }

  @Test
  void nothingIsToldBeforeItIsOnTheDisk() throws IOException {
    FailingDisk disk = new FailingDisk(Integer.MAX_VALUE);
    on(disk).upload(DIGEST, BYTES.length).append(0, part(0, 300_000));
    assertThat(disk.steps).endsWith("force part", "force folder part");
    on(disk).upload(DIGEST, BYTES.length).append(300_000, part(300_000, BYTES.length));
    assertThat(disk.steps.subList(disk.steps.size() - 3, disk.steps.size()))
        .containsExactly("force part", "rename", "force folder " + DIGEST.hex().substring(0, 2));
  }

  @Test
  void aFullDiskIsSaidAndWhatCameIsKept() throws IOException {
    FailingDisk disk = new FailingDisk(Integer.MAX_VALUE);
    disk.room = 500_000;
    ContentStore full = on(disk);
    assertKind(ContentException.Kind.FULL, () -> full.upload(DIGEST, BYTES.length));

    disk.said = Long.MAX_VALUE;
    ContentStore.Upload upload = full.upload(DIGEST, BYTES.length);
    assertKind(ContentException.Kind.FULL, () -> upload.append(0, part(0, BYTES.length)));
    int offset = (int) full.received(DIGEST);
    assertThat(offset).isPositive();

    disk.room = Long.MAX_VALUE;
    upload.append(offset, part(offset, BYTES.length));
    assertThat(stored(DIGEST)).isEqualTo(BYTES);
  }

  @Test
  void bytesThatRotWhileNobodyLooksAreNoticedAtTheEnd() throws IOException {
    store.upload(DIGEST, BYTES.length).append(0, part(0, 400_000));
    new LocalDisk()
        .write(
            folder.resolve("kernel-sensor/part").resolve(DIGEST + "." + BYTES.length),
            10,
            new byte[] {1, 2, 3},
            3);
    reopen();
    assertKind(
        ContentException.Kind.DIGEST,
        () -> store.upload(DIGEST, BYTES.length).append(400_000, part(400_000, BYTES.length)));
  }

  @Test
  void anErrorOfTheDiskIsNoFullDisk() throws IOException {
    FailingDisk disk = new FailingDisk(Integer.MAX_VALUE);
    ContentStore store = on(disk);
    disk.broken = true;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> store.put(BYTES))
        .isNotInstanceOf(ContentException.class)
        .withMessage("Input/output error");
  }

  /** The machine was switched off. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Does what it is told until it is switched off, is full, or breaks. */
  private static final class FailingDisk implements Disk {
    private final LocalDisk disk = new LocalDisk();
    private final List<String> steps = new ArrayList<>();
    private final int stopsAt;
    private long room = Long.MAX_VALUE;
    private long said;
    private boolean broken;

    FailingDisk(int stopsAt) {
      this.stopsAt = stopsAt;
    }

    private void step(String name) {
      if (steps.size() >= stopsAt) {
        throw new StoppedException();
      }
      steps.add(name);
    }

    @Override
    public void write(Path file, long offset, byte[] bytes, int length) throws IOException {
      step("write");
      if (broken) {
        throw new IOException("Input/output error");
      }
      if (offset + length > room) {
        disk.write(file, offset, bytes, (int) Math.max(0, room - offset));
        throw new IOException("No space left on device");
      }
      if (stopsAt == steps.size() && length > 1) {
        // Half of it came onto the disk.
        disk.write(file, offset, bytes, length / 2);
        return;
      }
      disk.write(file, offset, bytes, length);
    }

    @Override
    public void force(Path file) throws IOException {
      step("force part");
      disk.force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      step("rename");
      disk.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      step("force folder " + folder.getFileName());
      disk.forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
      step("delete");
      disk.delete(file);
    }

    @Override
    public long free(Path folder) {
      return Math.max(room, said);
    }

    void wipe(Path folder) throws IOException {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          disk.delete(file);
        }
      }
    }
  }
}
