package dev.sluice.server.api;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Makes documents smaller for clients that can read them so. */
enum Packing {
  ZSTD("zstd") {
    @Override
    byte[] pack(byte[] bytes) {
      return Zstd.compress(bytes, LEVEL);
    }
  },
  GZIP("gzip") {
    @Override
    byte[] pack(byte[] bytes) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4);
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return packed.toByteArray();
    }
  };

  private static final System.Logger LOG = System.getLogger(Packing.class.getName());
  private static final int LEVEL = 3;

  private final String coding;

  Packing(String coding) {
    this.coding = coding;
  }

  /** As in {@code Content-Encoding}. */
  String coding() {
    return coding;
  }

  abstract byte[] pack(byte[] bytes);

  /** A document and how it is packed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Packed(Packing by, byte[] bytes) {}

  /**
   * The first way of ours that the client takes and this machine can.
   *
   * @param accepted values of {@code Accept-Encoding}
   */
  static Optional<Packed> of(List<String> accepted, byte[] bytes) {
    for (Packing packing : values()) {
      if (packing.isTaken(accepted)) {
        try {
          return Optional.of(new Packed(packing, packing.pack(bytes)));
        } catch (LinkageError e) {
          // Its library is unpacked at the first use, which not every machine lets it.
          LOG.log(System.Logger.Level.DEBUG, packing + " cannot be had here", e);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isTaken(List<String> accepted) {
    for (String value : accepted) {
      for (String one : value.split(",", -1)) {
        String plain = one.replace(" ", "");
        if (plain.equals(coding)
            || (plain.startsWith(coding + ";q=") && !plain.matches(".*=0(\\.0*)?"))) {
          return true;
        }
      }
    }
    return false;
  }
}
