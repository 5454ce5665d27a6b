package dev.sluice.server.api;

/** The methods of HTTP that the API uses. */
public enum Verb {
  GET,
  HEAD,
  PUT,
  POST,
  DELETE
}
