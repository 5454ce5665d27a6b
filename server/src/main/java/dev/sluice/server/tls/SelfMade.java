package dev.sluice.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A certificate that the server makes for itself. Nobody vouches for it, so clients pin its
 * fingerprint. Made by the {@code keytool} of the JDK that runs, as Java itself has no public means
 * to make one.
 */
public final class SelfMade {
  private static final int DAYS = 825;
  private static final int LONGEST_SECONDS = 60;
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  private SelfMade() {}

  /**
   * Those of this folder, {@code server.pem} and {@code server.key}; made when they are missing.
   *
   * @param hosts names and addresses that clients will call it by; {@code localhost} is always one
   */
  public static TlsFiles in(Path folder, List<String> hosts)
      throws IOException, InterruptedException {
    TlsFiles files = new TlsFiles(folder.resolve("server.pem"), folder.resolve("server.key"));
    if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
      Files.createDirectories(folder);
      make(files, hosts);
    }
    return files;
  }

  private static void make(TlsFiles files, List<String> hosts)
      throws IOException, InterruptedException {
    Path folder =
        Files.createTempDirectory(
            files.key().toAbsolutePath().getParent(),
            ".making",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path store = folder.resolve("store.p12");
    try {
      keytool(store, names(hosts));
      char[] password = PASSWORD.toCharArray();
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        made.load(in, password);
      }
      // The key first: a certificate without it would look as if all were there.
      write(files.key(), "PRIVATE KEY", made.getKey(ALIAS, password).getEncoded(), "rw-------");
      write(
          files.certificate(), "CERTIFICATE", made.getCertificate(ALIAS).getEncoded(), "rw-r--r--");
    } catch (GeneralSecurityException e) {
      throw new TlsException("what keytool made cannot be read", e);
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(folder);
    }
  }

  private static final String ALIAS = "sluice";
  // Of a file that lives for a second in a folder that nobody else may enter.
  private static final String PASSWORD = "only-for-a-second";

  private static String names(List<String> hosts) throws TlsException {
    List<String> names = new ArrayList<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"));
    for (String host : hosts) {
      if (ADDRESS.matcher(host).matches()) {
        names.add("ip:" + host);
      } else if (HOST.matcher(host).matches()) {
        names.add("dns:" + host);
      } else {
        throw new TlsException("no certificate can name the host \"%s\"".formatted(host));
      }
    }
    return String.join(",", names.stream().distinct().toList());
  }

  private static void keytool(Path store, String names) throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    if (!Files.isExecutable(keytool)) {
      throw new TlsException(
          keytool
              + " is missing, so no certificate can be made; give one by --tls-certificate and"
              + " --tls-key");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-validity",
            Integer.toString(DAYS),
            "-dname",
            "CN=sluice",
            "-ext",
            "san=" + names,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new TlsException("keytool made no certificate: " + output.strip());
    }
  }

  private static void write(Path file, String label, byte[] der, String mode) throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
