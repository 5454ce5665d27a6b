package dev.sluice.server.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.OptionalLong;

/**
 * What came back, with a body that is still coming.
 *
 * @param status below 400, or one that the caller said it expects
 */
record Answer(int status, HttpHeaders headers, InputStream body) {
  /** All of the body, if it is no longer than {@code most} bytes. */
  byte[] bytes(int most) throws IOException {
    byte[] bytes = body.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new AnswerException(
          "the server's answer is longer than %,d bytes, the most that is read here"
              .formatted(most),
          null);
    }
    return bytes;
  }

  /** A header that is a whole number of 0 or more; empty when it is absent. */
  OptionalLong number(String header) throws AnswerException {
    var value = headers.firstValue(header);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    String text = value.get();
    if (!text.matches("[0-9]{1,18}")) {
      throw new AnswerException("the server's " + header + " is no number of bytes", null);
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
