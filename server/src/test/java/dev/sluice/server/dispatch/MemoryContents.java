package dev.sluice.server.dispatch;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Stores in memory, one a product. */
public final class MemoryContents implements Contents {
  private final Map<ProductName, ContentStore> stores = new ConcurrentHashMap<>();

  @Override
  public ContentStore of(ProductName product) {
    return stores.computeIfAbsent(product, _ -> new Store());
  }

  private static final class Store implements ContentStore {
    private final Map<Digest, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public OptionalLong size(Digest digest) {
      byte[] bytes = kept.get(digest);
      return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public InputStream open(Digest digest, long offset) throws IOException {
      byte[] bytes = kept.get(digest);
      if (bytes == null) {
        throw new NoSuchFileException(digest.hex());
      }
      return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public Digest put(byte[] bytes) {
      Digest digest = Sha256.of(bytes);
      kept.put(digest, bytes.clone());
      return digest;
    }

    @Override
    public void remove(Digest digest) {
      kept.remove(digest);
    }

    @Override
    public Upload upload(Digest digest, long size) {
      return new Upload() {
        @Override
        public long offset() {
          return isComplete() ? size : 0;
        }

        @Override
        public boolean isComplete() {
          return kept.containsKey(digest);
        }

        @Override
        public long append(long offset, InputStream bytes) throws IOException {
          put(bytes.readAllBytes());
          return size;
        }
      };
    }
  }
}
