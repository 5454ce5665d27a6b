package dev.sluice.server.access;

import dev.sluice.model.Digest;
import dev.sluice.trust.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What proves a token: {@code slt_} and 32 random bytes. Only its digest is ever kept; it has so
 * much chance in it that the digest needs neither salt nor a slow function.
 */
public final class Secret {
  /** Begins every secret, so that scanners find one that leaked. */
  public static final String PREFIX = "slt_";

  private static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("slt_[A-Za-z0-9_-]{43}");

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * A new one.
   *
   * @param random a {@code SecureRandom}, but in tests
   */
  public static Secret from(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Somebody's claim to have one; empty when it cannot be one. */
  public static Optional<Secret> of(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new Secret(text)) : Optional.empty();
  }

  /** Under which it is looked up: how long that takes says nothing about the secret. */
  public Digest digest() {
    return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** For its owner, once. */
  public String reveal() {
    return text;
  }

  /** Not the secret: logs print objects. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
