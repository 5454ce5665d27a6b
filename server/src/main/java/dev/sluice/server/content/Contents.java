package dev.sluice.server.content;

import dev.sluice.server.event.ProductName;

/**
 * A store for each product. Products share nothing, so that knowing a digest gives nobody another
 * product's bytes.
 */
public interface Contents {
  ContentStore of(ProductName product);
}
