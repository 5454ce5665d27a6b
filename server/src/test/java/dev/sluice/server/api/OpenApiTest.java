package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.wire.Wire;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
  @TempDir Path folder;

  @Test
  void everyRouteIsDescribed() throws Exception {
    Set<String> described = new TreeSet<>();
    Wire.LENIENT
        .readTree(OpenApiRoutes.document())
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        verb ->
                            described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    try (RunningServer server = new RunningServer(folder)) {
      for (Routes routes : server.api) {
        for (Route route : routes.routes()) {
          assertThat(described).contains(route.title());
        }
      }
    }
  }
}
