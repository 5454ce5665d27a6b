package dev.sluice.proving.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
  private static List<String> lines(String text, int bound) throws IOException {
    Reader in = new StringReader(text);
    List<String> lines = new ArrayList<>();
    for (String line; (line = BoundedLines.next(in, bound)) != null; ) {
      lines.add(line);
    }
    return lines;
  }

  @Test
  void linesComeWithoutTheirEnds() throws IOException {
    assertThat(lines("one\ntwo\r\n\nthree\n", 100)).containsExactly("one", "two", "", "three");
  }

  @Test
  void aLastLineWithoutAnEndCounts() throws IOException {
    assertThat(lines("one\ntw", 100)).containsExactly("one", "tw");
  }

  @Test
  void nothingHasNoLine() throws IOException {
    assertThat(lines("", 100)).isEmpty();
  }

  @Test
  void aLineOverTheBoundIsCutAndTheNextIsWhole() throws IOException {
    assertThat(lines("123456789\nnext\n", 5)).containsExactly("12345", "next");
  }

  @Test
  void aLineAtTheBoundIsWhole() throws IOException {
    assertThat(lines("12345\n", 5)).containsExactly("12345");
  }

  @Test
  void anEndlessLineTakesNoMoreMemoryThanTheBound() throws IOException {
    Reader endless =
        new Reader() {
          private int given;

          @Override
          public int read(char[] into, int offset, int length) {
            for (int i = 0; i < length; i++) {
              into[offset + i] = 'x';
            }
            given += length;
            return given > 20_000_000 ? -1 : length;
          }

          @Override
          public int read() {
            return given++ > 20_000_000 ? -1 : 'x';
          }

          @Override
          public void close() {
            given = Integer.MAX_VALUE;
          }
        };

    assertThat(BoundedLines.next(endless, 1000)).hasSize(1000);
  }
}
