package dev.sluice.acceptance.scenario;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command that ended.
 *
 * @param out what it printed for programs or people
 * @param err progress and complaints
 */
record Ended(int status, String out, String err) {
  /** The standard output of a call with {@code --json}. */
  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }

  /** The output with line breaks and indents as single spaces: sentences are wrapped at 100. */
  String sentences() {
    return out.replaceAll("\\s+", " ");
  }
}
