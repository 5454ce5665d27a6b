package dev.sluice.server.api;

import dev.sluice.server.access.Permission;

/** Where a request ends that no route answers. */
final class Nowhere {
  static final Route ROUTE =
      new Route(
          Verb.GET,
          "/…",
          Permission.OPEN,
          request -> {
            throw Problems.notFound(
                "No route has this method and path; "
                    + HttpServer.PREFIX
                    + "/openapi.json lists"
                    + " them");
          });

  private Nowhere() {}
}
