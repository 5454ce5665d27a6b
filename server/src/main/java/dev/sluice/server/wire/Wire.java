package dev.sluice.server.wire;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How the records of this package are written and read: kebab-case names, nothing guessed. */
public final class Wire {
  /** A document larger than this is refused unread: 1 MiB. */
  public static final int LIMIT = 1 << 20;

  private static final int MOST_NESTED = 20;

  /** What a client reads: servers may say more than this release knows. */
  public static final JsonMapper LENIENT = mapper(false);

  /** What the server reads: an unknown key is a mistake, and told. */
  public static final JsonMapper STRICT = mapper(true);

  private Wire() {}

  private static JsonMapper mapper(boolean strict) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_NESTED)
                        .maxDocumentLength(LIMIT)
                        .build())
                .build())
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }
}
