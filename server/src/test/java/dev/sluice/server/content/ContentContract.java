package dev.sluice.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.Digest;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of content keeps to; each adapter's test extends it. */
@SuppressWarnings("InputStreamSlowMultibyteRead")
public abstract class ContentContract {
  protected static final ProductName PRODUCT = new ProductName("kernel-sensor");
  protected static final byte[] BYTES = random(1_000_000);
  protected static final Digest DIGEST = Sha256.of(BYTES);

  protected Contents contents;
  protected ContentStore store;

  /** Opens what was opened before, as after a restart, or a new one. */
  protected abstract Contents open() throws IOException;

  @BeforeEach
  protected void reopen() throws IOException {
    contents = open();
    store = contents.of(PRODUCT);
  }

  protected static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(5).nextBytes(bytes);
    return bytes;
  }

  protected static InputStream part(int from, int to) {
    return new ByteArrayInputStream(Arrays.copyOfRange(BYTES, from, to));
  }

  protected byte[] stored(Digest digest) throws IOException {
    try (InputStream in = store.open(digest, 0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatIsStoredIsReadAgainAlsoAfterARestart() throws IOException {
    assertThat(store.put(BYTES)).isEqualTo(DIGEST);
    reopen();
    assertThat(store.size(DIGEST)).hasValue(BYTES.length);
    assertThat(stored(DIGEST)).isEqualTo(BYTES);
    try (InputStream in = store.open(DIGEST, 999_990)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 999_990, 1_000_000));
    }
  }

  @Test
  void nothingIsThereThatNobodyStored() throws IOException {
    assertThat(store.size(DIGEST)).isEmpty();
    assertThat(store.received(DIGEST)).isZero();
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.open(DIGEST, 0));
  }

  @Test
  void noBytesAtAllAreContentToo() throws IOException {
    Digest digest = store.put(new byte[0]);
    assertThat(store.size(digest)).hasValue(0);
    assertThat(stored(digest)).isEmpty();
  }

  @Test
  void anUploadGoesOnAfterARestart() throws IOException {
    assertThat(store.upload(DIGEST, BYTES.length).append(0, part(0, 400_000))).isEqualTo(400_000);
    assertThat(store.size(DIGEST)).isEmpty();
    reopen();
    assertThat(store.received(DIGEST)).isEqualTo(400_000);
    ContentStore.Upload upload = store.upload(DIGEST, BYTES.length);
    assertThat(upload.offset()).isEqualTo(400_000);
    assertThat(upload.append(400_000, part(400_000, BYTES.length))).isEqualTo(BYTES.length);
    assertThat(upload.isComplete()).isTrue();
    assertThat(stored(DIGEST)).isEqualTo(BYTES);
  }

  @Test
  void whatCameBeforeAConnectionBrokeIsKept() throws IOException {
    InputStream breaks =
        new SequenceInputStream(
            part(0, 600_000),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }
            });
    ContentStore.Upload upload = store.upload(DIGEST, BYTES.length);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> upload.append(0, breaks));
    int offset = (int) store.received(DIGEST);
    assertThat(offset).isBetween(1, 600_000);
    upload.append(offset, part(offset, BYTES.length));
    assertThat(stored(DIGEST)).isEqualTo(BYTES);
  }

  @Test
  void anotherOffsetIsToldWhereItGoesOn() throws IOException {
    ContentStore.Upload upload = store.upload(DIGEST, BYTES.length);
    upload.append(0, part(0, 1000));
    assertKind(ContentException.Kind.OFFSET, () -> upload.append(0, part(0, 1000)));
    assertKind(ContentException.Kind.OFFSET, () -> upload.append(2000, part(2000, 3000)));
    assertThat(upload.offset()).isEqualTo(1000);
  }

  @Test
  void otherBytesThanThoseOfTheDigestLeaveNothing() throws IOException {
    byte[] wrong = BYTES.clone();
    wrong[500_000] ^= 1;
    ContentStore.Upload upload = store.upload(DIGEST, BYTES.length);
    assertKind(
        ContentException.Kind.DIGEST, () -> upload.append(0, new ByteArrayInputStream(wrong)));
    assertThat(store.size(DIGEST)).isEmpty();
    assertThat(store.received(DIGEST)).isZero();
    upload.append(0, part(0, BYTES.length));
    assertThat(stored(DIGEST)).isEqualTo(BYTES);
  }

  @Test
  void moreBytesThanWereAnnouncedAreRefused() throws IOException {
    ContentStore.Upload upload = store.upload(DIGEST, 1000);
    assertKind(ContentException.Kind.TOO_MUCH, () -> upload.append(0, part(0, 500_000)));
    assertThat(store.size(DIGEST)).isEmpty();
  }

  @Test
  void aWrongSizeDoesNotKeepTheRightOneOut() throws IOException {
    store.upload(DIGEST, 2_000_000).append(0, part(0, 1000));
    store.upload(DIGEST, BYTES.length).append(0, part(0, BYTES.length));
    assertThat(stored(DIGEST)).isEqualTo(BYTES);
  }

  @Test
  void whatIsThereIsNotTakenAgain() throws IOException {
    store.put(BYTES);
    ContentStore.Upload upload = store.upload(DIGEST, BYTES.length);
    assertThat(upload.isComplete()).isTrue();
    assertThat(upload.append(BYTES.length, InputStream.nullInputStream())).isEqualTo(BYTES.length);
  }

  @Test
  void productsShareNothing() throws IOException {
    store.put(BYTES);
    assertThat(contents.of(new ProductName("other")).size(DIGEST)).isEmpty();
  }

  @Test
  void manyMaySendTheSameAtOnce() throws Exception {
    List<Callable<Boolean>> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      senders.add(this::send);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var sent : threads.invokeAll(senders)) {
        assertThat(sent.get()).isTrue();
      }
    }
    assertThat(stored(DIGEST)).isEqualTo(BYTES);
  }

  private boolean send() throws IOException {
    ContentStore.Upload upload = store.upload(DIGEST, BYTES.length);
    while (!upload.isComplete()) {
      int from = (int) upload.offset();
      int to = Math.min(from + 100_000, BYTES.length);
      try {
        upload.append(from, part(from, to));
      } catch (ContentException e) {
        if (e.kind() != ContentException.Kind.OFFSET) {
          throw e;
        }
      }
    }
    return true;
  }

  protected static void assertKind(ContentException.Kind kind, ThrowingCallable call) {
    assertThatExceptionOfType(ContentException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
