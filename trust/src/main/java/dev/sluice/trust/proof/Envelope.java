package dev.sluice.trust.proof;

import dev.sluice.trust.canonical.CanonicalJson;
import dev.sluice.trust.canonical.Json;
import dev.sluice.trust.canonical.JsonReader;
import dev.sluice.trust.canonical.MalformedInput;
import dev.sluice.trust.canonical.PlainText;
import dev.sluice.trust.key.KeyId;
import dev.sluice.trust.key.LabKey;
import dev.sluice.trust.key.LabPublicKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A DSSE 1.0 envelope: bytes, what they are, and signatures over both. */
public final class Envelope {
  static final String IN_TOTO = "application/vnd.in-toto+json";

  /** More would let a small file cost much time. */
  static final int MOST_SIGNATURES = 16;

  private final String payloadType;
  private final byte[] payload;
  private final List<Signed> signatures;

  private Envelope(String payloadType, byte[] payload, List<Signed> signatures) {
    this.payloadType = payloadType;
    this.payload = payload;
    this.signatures = List.copyOf(signatures);
  }

  /** A signature, with the key it names: a hint where to look first, no more. */
  private static final class Signed {
    private final String keyId;
    private final byte[] signature;

    Signed(String keyId, byte[] signature) {
      this.keyId = keyId;
      this.signature = signature;
    }

    boolean names(LabPublicKey key) {
      return keyId.equals(key.id().hex());
    }
  }

  /**
   * Signs bytes.
   *
   * @param payloadType what they are, as a media type
   */
  public static Envelope sign(String payloadType, byte[] payload, List<LabKey> keys) {
    byte[] message = preAuthenticationEncoding(payloadType, payload);
    return new Envelope(
        payloadType,
        payload,
        keys.stream().map(key -> new Signed(key.id().hex(), key.sign(message))).toList());
  }

  /** DSSE 1.0 "PAE": the lengths make sure that no other type and payload give the same bytes. */
  static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
    int typeLength = payloadType.getBytes(StandardCharsets.UTF_8).length;
    byte[] head =
        ("DSSEv1 " + typeLength + " " + payloadType + " " + payload.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] encoded = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, encoded, head.length, payload.length);
    return encoded;
  }

  public String payloadType() {
    return payloadType;
  }

  public byte[] payload() {
    return payload.clone();
  }

  boolean isSigned() {
    return !signatures.isEmpty();
  }

  /** The keys that it says signed it, whether they did or not. */
  List<KeyId> named() {
    return signatures.stream()
        .map(signature -> signature.keyId)
        .filter(KeyId::isValid)
        .map(KeyId::new)
        .toList();
  }

  /** The file: one line of canonical JSON. */
  public byte[] bytes() {
    List<Json> signed = new ArrayList<>();
    for (Signed signature : signatures) {
      signed.add(
          new Json.Fields(
              Map.of(
                  "keyid", new Json.Text(signature.keyId),
                  "sig", new Json.Text(base64(signature.signature)))));
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("payload", new Json.Text(base64(payload)));
    fields.put("payloadType", new Json.Text(payloadType));
    fields.put("signatures", new Json.Items(signed));
    byte[] json = CanonicalJson.write(new Json.Fields(fields));
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  /**
   * Reads a file, believing nothing of it yet.
   *
   * @param limit in bytes
   */
  public static Envelope read(byte[] file, int limit) throws MalformedInput {
    Json.Fields fields = JsonReader.readFields(file, limit);
    List<Json> listed = fields.items("signatures");
    if (listed.size() > MOST_SIGNATURES) {
      throw new MalformedInput(
          "it has "
              + listed.size()
              + " signatures, more than the "
              + MOST_SIGNATURES
              + " that are looked at");
    }
    List<Signed> signatures = new ArrayList<>();
    for (Json one : listed) {
      if (!(one instanceof Json.Fields signature)) {
        throw new MalformedInput("a signature is not an object");
      }
      String keyId = signature.has("keyid") ? signature.text("keyid") : "";
      signatures.add(new Signed(keyId, unbase64("sig", signature.text("sig"))));
    }
    return new Envelope(
        fields.text("payloadType"), unbase64("payload", fields.text("payload")), signatures);
  }

  /** The trusted keys that signed these bytes, each once. */
  public List<LabPublicKey> signedBy(List<LabPublicKey> trusted) {
    byte[] message = preAuthenticationEncoding(payloadType, payload);
    return trusted.stream().filter(key -> signed(key, message)).toList();
  }

  // A signature that names another key may still be this key's: the name is not signed.
  private boolean signed(LabPublicKey key, byte[] message) {
    return signatures.stream()
        .sorted((a, b) -> Boolean.compare(b.names(key), a.names(key)))
        .anyMatch(signature -> key.verifies(message, signature.signature));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  // One writing of the same bytes: the standard alphabet, padded, no stray bits (the JDK's decoder
  // lets padding be absent and the last bits be anything).
  private static byte[] unbase64(String name, String text) throws MalformedInput {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (base64(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Refused below, as every other writing is.
    }
    throw new MalformedInput(
        "field " + PlainText.quoted(name) + " is not standard base64 with its padding");
  }
}
