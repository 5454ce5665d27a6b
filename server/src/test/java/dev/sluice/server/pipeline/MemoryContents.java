package dev.sluice.server.pipeline;

import dev.sluice.model.Digest;
import dev.sluice.server.content.ContentStore;
import dev.sluice.server.content.Contents;
import dev.sluice.server.event.ProductName;
import dev.sluice.trust.canonical.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Content in memory. */
final class MemoryContents implements Contents {
  private final Map<ProductName, ContentStore> stores = new HashMap<>();

  @Override
  public ContentStore of(ProductName product) {
    return stores.computeIfAbsent(product, _ -> new Store());
  }

  private static final class Store implements ContentStore {
    private final Map<Digest, byte[]> bytes = new HashMap<>();

    @Override
    public OptionalLong size(Digest digest) {
      byte[] known = bytes.get(digest);
      return known == null ? OptionalLong.empty() : OptionalLong.of(known.length);
    }

    @Override
    public InputStream open(Digest digest, long offset) throws IOException {
      byte[] known = bytes.get(digest);
      if (known == null) {
        throw new NoSuchFileException(digest.hex());
      }
      InputStream in = new ByteArrayInputStream(known);
      in.skipNBytes(offset);
      return in;
    }

    @Override
    public Digest put(byte[] content) {
      Digest digest = Sha256.of(content);
      bytes.put(digest, content.clone());
      return digest;
    }

    @Override
    public void remove(Digest digest) {
      bytes.remove(digest);
    }

    @Override
    public Upload upload(Digest digest, long size) {
      throw new UnsupportedOperationException("tests put what they need");
    }
  }
}
