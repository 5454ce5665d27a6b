package dev.sluice.server.webhook;

import dev.sluice.server.event.Entry;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.audit.Head;
import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireEvent;
import dev.sluice.server.wire.WireHead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is sent.
 *
 * @param id names the event, the same however often it is sent
 * @param body JSON
 */
record Letter(String id, String mediaType, String body) {
  Letter {
    // One that lay in a file may lack anything.
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(mediaType, "media-type");
    Objects.requireNonNull(body, "body");
  }

  static Letter of(Entry entry, WireEvent event, Webhook.Form form) {
    String id = entry.product() + "/" + entry.number();
    @Nullable String subject =
        event.artifact() == null ? event.run() : event.artifact() + " " + event.version();
    return switch (form) {
      case CHAT -> chat(id, entry.product() + ": " + event.sentence());
      case CLOUDEVENTS ->
          cloudEvent(id, entry.product(), event.eventType(), entry.time(), subject, event);
    };
  }

  /** That a product's log ends so: who keeps it knows later whether it was written anew. */
  static Letter of(Head head, Webhook.Form form) {
    String id = head.product() + "/head/" + head.number();
    WireHead data =
        new WireHead(head.product().value(), head.number(), head.hash().hex(), head.time());
    return switch (form) {
      case CHAT ->
          chat(id, head.product() + ": event " + head.number() + " has the hash " + head.hash());
      case CLOUDEVENTS -> cloudEvent(id, head.product(), Webhook.HEAD, head.time(), null, data);
    };
  }

  private static Letter chat(String id, String text) {
    return new Letter(id, "application/json", Wire.STRICT.writeValueAsString(Map.of("text", text)));
  }

  /** CloudEvents 1.0, structured mode. */
  private static Letter cloudEvent(
      String id,
      ProductName product,
      String type,
      Instant time,
      @Nullable String subject,
      Record data) {
    Map<String, Object> cloud = new LinkedHashMap<>();
    cloud.put("specversion", "1.0");
    cloud.put("id", id);
    cloud.put("source", "/api/v1/products/" + product);
    cloud.put("type", "dev.sluice." + type);
    cloud.put("time", time.toString());
    if (subject != null) {
      cloud.put("subject", subject);
    }
    cloud.put("datacontenttype", "application/json");
    cloud.put("data", data);
    return new Letter(id, "application/cloudevents+json", Wire.STRICT.writeValueAsString(cloud));
  }

  /**
   * The header by which a receiver knows that it is from here, and when it was sent: {@code
   * t=SECONDS,v1=HMAC-SHA256 in hex of "SECONDS.BODY"}.
   */
  String signature(String secret, Instant now) {
    long seconds = now.getEpochSecond();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] hash = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
