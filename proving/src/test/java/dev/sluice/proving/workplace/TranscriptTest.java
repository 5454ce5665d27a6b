package dev.sluice.proving.workplace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static Transcript of(int bound, byte[] bytes) {
    Transcript transcript = new Transcript(bound);
    transcript.write(bytes, 0, bytes.length);
    return transcript;
  }

  private static Transcript of(int bound, String text) {
    return of(bound, text.getBytes(StandardCharsets.UTF_8));
  }

  /** All that was written, cut by the rule in its Javadoc. */
  private static String naive(byte[] all, int bound) {
    if (all.length <= bound) {
      return new String(all, StandardCharsets.ISO_8859_1);
    }
    int half = bound / 2;
    return new String(Arrays.copyOf(all, half), StandardCharsets.ISO_8859_1)
        + "\n[… "
        + (all.length - bound)
        + " bytes not kept …]\n"
        + new String(
            Arrays.copyOfRange(all, all.length - half, all.length), StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatFitsIsKeptWhole() {
    assertThat(of(8, "12345678").text()).isEqualTo("12345678");
  }

  @Test
  void whatDoesNotFitIsMissedInTheMiddle() {
    assertThat(of(8, "123456789").text()).isEqualTo("1234\n[… 1 bytes not kept …]\n6789");
  }

  @Test
  void whateverTheChunksItIsTheSameAsOneWrite() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int bound = 2 * (1 + random.nextInt(20));
      byte[] all = new byte[random.nextInt(100)];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) ('a' + random.nextInt(26));
      }
      Transcript transcript = new Transcript(bound);
      for (int at = 0; at < all.length; ) {
        int length = Math.min(all.length - at, random.nextInt(30));
        transcript.write(all, at, length);
        at += length;
      }

      assertThat(transcript.text()).as("seed %d", seed).isEqualTo(naive(all, bound));
      assertThat(transcript.written()).isEqualTo(all.length);
    }
  }

  @Test
  void aCharacterOnTheSeamOfTheHalvesIsKept() {
    assertThat(of(8, "abcäöz").text()).isEqualTo("abcäöz");
  }

  @Test
  void aWholeTextInManyLettersIsNotChangedByWhereItsBytesFall() {
    String text = "ÄÖÜ日本語🎉".repeat(3);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    for (int bound = bytes + bytes % 2; bound < bytes + 20; bound += 2) {
      assertThat(of(bound, text).text()).isEqualTo(text);
    }
  }

  @Test
  void bytesThatAreNoTextDoNoHarm() {
    byte[] noise = new byte[100];
    new Random(5).nextBytes(noise);

    assertThat(of(1000, noise).text()).isEqualTo(new String(noise, StandardCharsets.UTF_8));
  }

  /** A stream that says how many bytes it gives and gives them as fast as they are taken. */
  private static InputStream endless(long length) {
    return new InputStream() {
      private long given;

      @Override
      public int read() {
        return given++ < length ? 'x' : -1;
      }

      @Override
      public int read(byte[] into, int offset, int count) {
        if (given >= length) {
          return -1;
        }
        int n = (int) Math.min(count, length - given);
        Arrays.fill(into, offset, offset + n, (byte) 'x');
        given += n;
        return n;
      }
    };
  }

  @Test
  void aFloodIsReadToItsEndAndKeptWithinTheBound() throws IOException {
    Transcript transcript = new Transcript(1 << 20);

    transcript.drain(endless(100L << 20));

    assertThat(transcript.written()).isEqualTo(100L << 20);
    assertThat(transcript.text()).hasSizeBetween(1 << 20, (1 << 20) + 100);
  }

  @Test
  void readingWhileOthersWriteNeverSeesHalfAWrite() throws Exception {
    Transcript transcript = new Transcript(64);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  byte[] line = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
                  for (int i = 0; i < 20_000; i++) {
                    transcript.write(line, 0, line.length);
                  }
                });
    while (writer.isAlive()) {
      String text = transcript.text();
      assertThat(text.endsWith("f") || text.isEmpty()).isTrue();
    }
    writer.join();
  }

  @Test
  void nothingGivesNothing() throws IOException {
    Transcript transcript = new Transcript(10);
    transcript.drain(new ByteArrayInputStream(new byte[0]));

    assertThat(transcript.text()).isEmpty();
  }
}
