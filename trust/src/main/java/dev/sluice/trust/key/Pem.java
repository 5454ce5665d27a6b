package dev.sluice.trust.key;

import dev.sluice.trust.canonical.MalformedInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of RFC 7468 text, as openssl reads and writes it. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "\\s*-----BEGIN ([A-Z0-9 ]{1,40})-----\\s+([A-Za-z0-9+/=\\s]*)-----END \\1-----\\s*");
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final String label;
  private final byte[] content;

  Pem(String label, byte[] content) {
    this.label = label;
    this.content = content.clone();
  }

  String label() {
    return label;
  }

  byte[] content() {
    return content.clone();
  }

  byte[] bytes() {
    String head = "-----BEGIN " + label + "-----\n";
    String foot = "\n-----END " + label + "-----\n";
    return (head + LINES.encodeToString(content) + foot).getBytes(StandardCharsets.US_ASCII);
  }

  static Pem read(byte[] file) throws MalformedInput {
    Matcher block = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    if (!block.matches()) {
      throw new MalformedInput("it is not one PEM block");
    }
    try {
      String base64 = block.group(2).replaceAll("\\s", "");
      return new Pem(block.group(1), Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      throw new MalformedInput("its base64 is damaged");
    }
  }
}
