package dev.sluice.server.pipeline;

import dev.sluice.model.Digest;
import dev.sluice.server.change.Rules;
import java.util.List;

/** What looking at a bundle comes to. */
sealed interface Examined {
  /** It can be used. */
  record Sound(Rules rules) implements Examined {}

  /**
   * Content has to be uploaded first.
   *
   * @param content what is not here, at least one
   */
  record Missing(List<Digest> content) implements Examined {
    public Missing {
      content = List.copyOf(content);
    }
  }

  /**
   * It breaks rules.
   *
   * @param problems all that were found, in sentences, at least one
   */
  record Unsound(List<String> problems) implements Examined {
    public Unsound {
      problems = List.copyOf(problems);
    }
  }
}
