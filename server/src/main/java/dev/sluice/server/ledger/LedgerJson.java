package dev.sluice.server.ledger;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.model.ArtifactName;
import dev.sluice.model.Digest;
import dev.sluice.model.Result;
import dev.sluice.model.Version;
import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.event.Role;
import dev.sluice.server.event.RunKey;
import dev.sluice.server.event.TokenKey;
import dev.sluice.server.event.Work;
import dev.sluice.server.life.ReleaseState;
import dev.sluice.server.life.RunState;
import dev.sluice.trust.key.KeyId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How events, what runs do and states are written and read: kebab-case names, digests and names as
 * plain text, a sealed type's alternatives told apart by {@code kind}; nothing guessed or left out.
 */
public final class LedgerJson {
  public static final JsonMapper MAPPER = mapper();

  /** Mixed in where a property may be of several types, so that the types need not know of JSON. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Kinded {}

  private LedgerJson() {}

  /** A type's name in JSON: {@code release-submitted} for ReleaseSubmitted. */
  static String kebab(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The records of a sealed type, those of its sealed parts included. */
  static <T> Stream<Class<? extends T>> records(Class<T> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .map(type -> type.<T>asSubclass(sealed))
        .flatMap(
            type ->
                type.isSealed() ? records(type).map(t -> t.asSubclass(sealed)) : Stream.of(type));
  }

  private static JsonMapper mapper() {
    SimpleModule words = new SimpleModule();
    word(words, Digest.class, Digest::hex, Digest::new);
    word(words, ArtifactName.class, ArtifactName::value, ArtifactName::new);
    word(words, Version.class, Version::value, Version::new);
    word(words, ProductName.class, ProductName::value, ProductName::new);
    word(words, PersonName.class, PersonName::value, PersonName::new);
    word(words, RunKey.class, RunKey::value, RunKey::new);
    word(words, TokenKey.class, TokenKey::value, TokenKey::new);
    word(words, KeyId.class, KeyId::hex, KeyId::new);
    word(words, Result.class, Result::word, LedgerJson::result);
    word(
        words,
        Role.class,
        Role::word,
        word ->
            Role.of(word).orElseThrow(() -> new IllegalArgumentException("not a role: " + word)));
    JsonMapper.Builder builder =
        JsonMapper.builder(
                JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            // A state's isEnd() follows from what it is.
            .changeDefaultVisibility(
                seen -> seen.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
            .addModule(words);
    for (Class<?> sealed : List.of(Work.class, ReleaseState.class, RunState.class)) {
      builder.addMixIn(sealed, Kinded.class);
      records(sealed).forEach(type -> builder.registerSubtypes(new NamedType(type, kebab(type))));
    }
    return builder.build();
  }

  private static Result result(String word) {
    for (Result result : Result.values()) {
      if (result.word().equals(word)) {
        return result;
      }
    }
    throw new IllegalArgumentException("not a result: " + word);
  }

  private static <T> void word(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new ValueDeserializer<T>() {
          @Override
          public T deserialize(JsonParser json, DeserializationContext context) {
            String text = json.getString();
            try {
              return read.apply(text);
            } catch (IllegalArgumentException e) {
              throw context.weirdStringException(text, type, String.valueOf(e.getMessage()));
            }
          }
        });
  }
}
