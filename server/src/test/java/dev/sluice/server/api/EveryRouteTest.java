package dev.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.access.Permission;
import dev.sluice.server.event.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EveryRouteTest {
  @TempDir Path folder;

  private static String example(Route route) {
    return route
        .path()
        .replace("{product}", "kernel-sensor")
        .replace("{artifact}", "channel")
        .replace("{version}", "291")
        .replace("{run}", "r1")
        .replace("{token}", "t999")
        .replace("{digest}", "0".repeat(64));
  }

  @Test
  void itIsPermittedToTheRolesOfItsPermissionAndDeniedToAllOthers() throws Exception {
    try (RunningServer server = new RunningServer(folder)) {
      Map<Role, String> tokens = new EnumMap<>(Role.class);
      for (Role role : Role.values()) {
        tokens.put(role, server.token(role, null));
      }
      for (Routes routes : server.api) {
        for (Route route : routes.routes()) {
          for (Role role : Role.values()) {
            int status = status(server, route, tokens.get(role));
            if (route.permission().isOf(role)) {
              assertThat(status).as("%s as %s", route.title(), role).isNotIn(401, 403, 500);
            } else {
              assertThat(status).as("%s as %s", route.title(), role).isEqualTo(403);
            }
          }
          int without = status(server, route, null);
          if (route.permission() == Permission.OPEN) {
            assertThat(without).as(route.title()).isEqualTo(200);
          } else {
            assertThat(without).as(route.title()).isEqualTo(401);
          }
        }
      }
    }
  }

  private static int status(RunningServer server, Route route, @Nullable String token)
      throws Exception {
    return server
        .send(
            server.ask(token, example(route)).method(route.verb().name(), BodyPublishers.noBody()))
        .statusCode();
  }
}
