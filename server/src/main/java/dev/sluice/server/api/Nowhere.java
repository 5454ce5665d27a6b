package dev.sluice.server.api;

import dev.sluice.server.access.Permission;
import java.util.Set;
import java.util.TreeSet;

/** Where a request ends that no route answers. */
final class Nowhere {
  static final Route ROUTE =
      new Route(
          Verb.GET,
          "/…",
          Permission.OPEN,
          request -> {
            throw Problems.notFound(
                "No route has this path; " + HttpServer.PREFIX + "/openapi.json lists them");
          });

  private Nowhere() {}

  /** At a path that is known by other methods. */
  static Route at(String path, Set<Verb> verbs) {
    String allowed = String.join(", ", new TreeSet<>(verbs).stream().map(Verb::name).toList());
    return new Route(
        Verb.GET,
        path + " …",
        Permission.OPEN,
        request -> {
          throw Problems.otherMethod("This path takes " + allowed, allowed);
        });
  }
}
