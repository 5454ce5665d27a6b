package dev.sluice.server.webhook;

import dev.sluice.server.event.Entry;
import dev.sluice.server.wire.Wire;
import dev.sluice.server.wire.WireEvent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is sent.
 *
 * @param id names the event, the same however often it is sent
 * @param body JSON
 */
record Letter(String id, String mediaType, String body) {
  static Letter of(Entry entry, WireEvent event, Webhook.Form form) {
    String id = entry.product() + "/" + entry.number();
    return switch (form) {
      case CHAT ->
          new Letter(
              id,
              "application/json",
              Wire.STRICT.writeValueAsString(
                  Map.of("text", entry.product() + ": " + event.sentence())));
      case CLOUDEVENTS -> {
        // CloudEvents 1.0, structured mode.
        Map<String, Object> cloud = new LinkedHashMap<>();
        cloud.put("specversion", "1.0");
        cloud.put("id", id);
        cloud.put("source", "/api/v1/products/" + entry.product());
        cloud.put("type", "dev.sluice." + event.eventType());
        cloud.put("time", entry.time().toString());
        if (event.artifact() != null) {
          cloud.put("subject", event.artifact() + " " + event.version());
        } else if (event.run() != null) {
          cloud.put("subject", event.run());
        }
        cloud.put("datacontenttype", "application/json");
        cloud.put("data", event);
        yield new Letter(id, "application/cloudevents+json", Wire.STRICT.writeValueAsString(cloud));
      }
    };
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
