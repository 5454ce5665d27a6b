package dev.sluice.server.api;

import dev.sluice.server.access.Permission;

/**
 * One thing that the API does.
 *
 * @param path below {@code /api/v1}, such as {@code /products/{product}/runs/{run}}; the names in
 *     braces are those that {@link Request} has accessors for
 * @param permission what the caller must have, for the product if the path names one
 */
public record Route(Verb verb, String path, Permission permission, Handler handler) {
  public static Route get(String path, Permission permission, Handler handler) {
    return new Route(Verb.GET, path, permission, handler);
  }

  public static Route put(String path, Permission permission, Handler handler) {
    return new Route(Verb.PUT, path, permission, handler);
  }

  public static Route post(String path, Permission permission, Handler handler) {
    return new Route(Verb.POST, path, permission, handler);
  }

  public static Route delete(String path, Permission permission, Handler handler) {
    return new Route(Verb.DELETE, path, permission, handler);
  }

  /** The same, of which the headers alone are sent. */
  Route head() {
    return new Route(Verb.HEAD, path, permission, handler);
  }

  /** As in logs, metrics and the OpenAPI description. */
  public String title() {
    return verb + " " + path;
  }
}
