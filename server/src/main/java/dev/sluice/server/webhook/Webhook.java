package dev.sluice.server.webhook;

import dev.sluice.server.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Somebody who wants to know.
 *
 * @param name names its files
 * @param secret signs what is sent
 * @param events types that it wants; empty for all
 */
record Webhook(String name, URI url, String secret, Set<String> events, Form form) {
  /** What a head of the log is called among events. */
  static final String HEAD = "log-head";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int SHORTEST_SECRET = 16;

  /** How it is told. */
  enum Form {
    /** A CloudEvent in structured JSON. */
    CLOUDEVENTS,
    /** {@code {"text": sentence}}, as chats take it. */
    CHAT
  }

  /** The file of webhooks. */
  record FileForm(List<Entry> webhooks) {}

  /** One in that file. */
  record Entry(
      String name,
      String url,
      String secretFile,
      @Nullable List<String> events,
      @Nullable String form) {}

  boolean wants(String eventType) {
    return events.isEmpty() || events.contains(eventType);
  }

  /** Heads come every minute: only who asks for them by name has them. */
  boolean wantsHeads() {
    return events.contains(HEAD);
  }

  /** Those of a file; none when it is not there. */
  static List<Webhook> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    FileForm form;
    try {
      form = Wire.STRICT.readValue(Files.readAllBytes(file), FileForm.class);
    } catch (JacksonException e) {
      throw new IOException("%s: %s".formatted(file, e.getOriginalMessage()), e);
    }
    List<Webhook> webhooks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Entry entry : form.webhooks()) {
      Webhook webhook = of(file, entry);
      if (!names.add(webhook.name())) {
        throw new IOException("%s: two webhooks are named %s".formatted(file, webhook.name()));
      }
      webhooks.add(webhook);
    }
    return List.copyOf(webhooks);
  }

  private static Webhook of(Path file, Entry entry) throws IOException {
    if (!NAME.matcher(entry.name()).matches()) {
      throw new IOException(
          "%s: a webhook's name is a lower-case letter, then up to 31 of a-z, 0-9 and -"
              .formatted(file));
    }
    URI url;
    try {
      url = new URI(entry.url());
    } catch (URISyntaxException e) {
      throw new IOException("%s: \"%s\" is no URL".formatted(file, entry.url()), e);
    }
    if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
      throw new IOException("%s: %s is no http or https URL".formatted(file, url));
    }
    String secret = Files.readString(file.resolveSibling(entry.secretFile())).strip();
    if (secret.length() < SHORTEST_SECRET) {
      throw new IOException(
          "%s: the secret in %s has less than %d characters"
              .formatted(file, entry.secretFile(), SHORTEST_SECRET));
    }
    Form form =
        switch (entry.form() == null ? "cloudevents" : entry.form()) {
          case "cloudevents" -> Form.CLOUDEVENTS;
          case "chat" -> Form.CHAT;
          default -> throw new IOException("%s: a form is cloudevents or chat".formatted(file));
        };
    List<String> events = entry.events();
    return new Webhook(
        entry.name(), url, secret, events == null ? Set.of() : Set.copyOf(events), form);
  }
}
