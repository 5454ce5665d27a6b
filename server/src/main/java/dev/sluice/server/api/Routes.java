package dev.sluice.server.api;

import java.util.List;

/** The routes of one subject. */
public interface Routes {
  /** Asked once, before the server listens. */
  List<Route> routes();
}
