package dev.sluice.server.retention;

import dev.sluice.server.access.Permission;
import dev.sluice.server.api.Answer;
import dev.sluice.server.api.Request;
import dev.sluice.server.api.Route;
import dev.sluice.server.api.Routes;
import dev.sluice.server.event.Event;
import dev.sluice.server.wire.WireRetention;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rule would remove now, or another one that is tried. */
public final class RetentionRoutes implements Routes {
  private final Sweep sweep;
  private final Rule rule;

  public RetentionRoutes(Sweep sweep, Rule rule) {
    this.sweep = sweep;
    this.rule = rule;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/products/{product}/retention", Permission.OPERATE, this::going));
  }

  private Answer going(Request request) throws IOException {
    Rule tried =
        new Rule(
            days(request, "evidence-days", rule.evidence()),
            days(request, "content-days", rule.content()));
    List<Event.ContentRemoved> going = sweep.going(request.product(), tried);
    return Answer.ok(
        new WireRetention(
            days(tried.evidence()),
            days(tried.content()),
            going.size(),
            going.stream().mapToLong(Event.ContentRemoved::size).sum(),
            going.stream()
                .limit(Request.MOST_ITEMS)
                .map(
                    one ->
                        new WireRetention.WireGoing(one.content().hex(), one.size(), one.reason()))
                .toList()));
  }

  private static @Nullable Duration days(
      Request request, String name, @Nullable Duration otherwise) {
    @Nullable Long days = request.number(name, 1, Rule.MOST_DAYS).orElse(null);
    return days == null ? otherwise : Duration.ofDays(days);
  }

  private static @Nullable Integer days(@Nullable Duration kept) {
    return kept == null ? null : (int) kept.toDays();
  }
}
