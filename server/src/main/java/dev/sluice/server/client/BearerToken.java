package dev.sluice.server.client;

import java.util.regex.Pattern;

/**
 * The secret by which a caller shows who it is; never part of a text.
 *
 * @param secret 1 to 512 characters of RFC 6750's token68
 */
public record BearerToken(String secret) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~+/-]{1,512}=*");

  public BearerToken {
    if (!isValid(secret)) {
      throw new IllegalArgumentException("not a token");
    }
  }

  public static boolean isValid(String secret) {
    return SHAPE.matcher(secret).matches();
  }

  @Override
  public String toString() {
    return "(a token)";
  }
}
