package dev.sluice.server.api;

import dev.sluice.server.access.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The description of the API, for people and generators. */
public final class OpenApiRoutes implements Routes {
  private static final String FILE = "openapi.json";

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/openapi.json",
            Permission.OPEN,
            request -> Answer.bytes("application/json", document())));
  }

  static byte[] document() {
    try (InputStream in = OpenApiRoutes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not beside " + OpenApiRoutes.class);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
