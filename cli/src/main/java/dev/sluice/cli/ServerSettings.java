package dev.sluice.cli;

import dev.sluice.model.Digest;
import dev.sluice.server.client.BearerToken;
import dev.sluice.server.client.ServerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which server is meant and by what token: {@code docs/operating.md} has the table. What is nearest
 * to the call goes first: option, environment, the user's file, the server of this machine. A token
 * or fingerprint that stands beside a URL goes to that URL alone; so another {@code --server} is
 * never shown the token that a file keeps for the usual one.
 *
 * @param from where the address comes from, for people
 */
record ServerSettings(ServerAddress address, @Nullable BearerToken token, String from) {
  /** Where a server listens that is told nothing else. */
  static final String USUAL = "http://127.0.0.1:8420";

  static final String ADMIN_TOKEN = "admin.token";

  private static final int LONGEST_TOKEN_FILE = 4096;

  /**
   * What the call itself says; null for what it does not.
   *
   * @param insecure whether a token may go over a network unencrypted
   */
  record Options(
      @Nullable String server,
      @Nullable Path tokenFile,
      @Nullable String fingerprint,
      boolean insecure) {}

  static ServerSettings of(Options options, Map<String, String> environment, Folders folders) {
    ServerFile file = ServerFile.read(folders.config().resolve("server"));
    String url = options.server();
    String from = "--server";
    if (url == null) {
      url = stated(environment, "SLUICE_URL");
      from = "SLUICE_URL";
    }
    if (url == null) {
      url = file.url();
      from = folders.spoken(file.path());
    }
    if (url == null) {
      url = USUAL;
      from = "nothing else was said";
    }
    boolean ofFile = url.equals(file.url());
    ServerAddress address = address(url, from, fingerprint(options, environment, file, ofFile));
    if (address.isOpen() && !options.insecure()) {
      throw new Unusable(
          "sluice: %s is http over a network: anybody on the way could read the token"
              .formatted(address),
          "  let the server speak https (sluice serve --help), or say --insecure");
    }
    BearerToken token = token(options, environment, ofFile ? file.tokenFile() : null);
    if (token == null && url.equals(USUAL) && file.url() == null) {
      Path admin = folders.server().resolve(ADMIN_TOKEN);
      token = Files.isReadable(admin) ? read(admin) : null;
    }
    return new ServerSettings(address, token, from);
  }

  private static ServerAddress address(String url, String from, @Nullable Digest fingerprint) {
    try {
      return ServerAddress.of(url, fingerprint);
    } catch (IllegalArgumentException e) {
      throw new Unusable("sluice: " + from + ": " + e.getMessage());
    }
  }

  private static @Nullable Digest fingerprint(
      Options options, Map<String, String> environment, ServerFile file, boolean ofFile) {
    String text = options.fingerprint();
    String from = "--fingerprint";
    if (text == null) {
      text = stated(environment, "SLUICE_FINGERPRINT");
      from = "SLUICE_FINGERPRINT";
    }
    if (text == null && ofFile) {
      text = file.fingerprint();
      from = file.path().toString();
    }
    if (text == null) {
      return null;
    }
    String hex =
        text.strip().toLowerCase(Locale.ROOT).replaceFirst("^sha-?256[:=]", "").replace(":", "");
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new Unusable(
          "sluice: %s: a fingerprint is a SHA-256, 64 hexadecimal digits".formatted(from),
          "  sluice serve prints that of its certificate");
    }
    return new Digest(hex);
  }

  private static @Nullable BearerToken token(
      Options options, Map<String, String> environment, @Nullable Path ofFile) {
    if (options.tokenFile() != null) {
      return read(options.tokenFile());
    }
    String stated = stated(environment, "SLUICE_TOKEN");
    if (stated != null) {
      return token(stated, "SLUICE_TOKEN");
    }
    return ofFile == null ? null : read(ofFile);
  }

  private static BearerToken read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LONGEST_TOKEN_FILE + 1);
      if (content.length > LONGEST_TOKEN_FILE) {
        throw new Unusable("sluice: %s is no file with a token: it is too long".formatted(file));
      }
      return token(new String(content, StandardCharsets.UTF_8), file.toString());
    } catch (NoSuchFileException e) {
      throw new Unusable("sluice: no file with a token at %s".formatted(file));
    } catch (IOException e) {
      throw new Unusable("sluice: the file with the token: " + Unusable.reason(e));
    }
  }

  // The text itself is never shown: it may be a secret with one character too many.
  private static BearerToken token(String text, String from) {
    String secret = text.strip();
    if (!BearerToken.isValid(secret)) {
      throw new Unusable(
          "sluice: %s holds no token: one line of letters, digits and . _ ~ + / -".formatted(from));
    }
    return new BearerToken(secret);
  }

  private static @Nullable String stated(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    return value.isBlank() ? null : value.strip();
  }
}
