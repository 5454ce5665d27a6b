package dev.sluice.model.impact;

import dev.sluice.model.outcome.Thing;
import java.util.List;

/**
 * What happened elsewhere, at this place: every vendor of the same kind fails whole, for as long as
 * the incident lasted. That is the worst that such an incident could have done here.
 *
 * @param felt by vendor; empty when no vendor here is of the kind
 */
public record Replay(Incident incident, List<Answer> felt) {
  public Replay {
    felt = List.copyOf(felt);
  }

  /** One incident against the file. */
  public static Replay of(Impact impact, Incident incident) {
    return new Replay(
        incident,
        impact.outcomes().things().stream()
            .filter(thing -> thing.kind() == Thing.Kind.VENDOR)
            .filter(thing -> incident.kind().equals(thing.sort()))
            .map(
                vendor ->
                    impact.of(
                        new Failure(Thing.Kind.VENDOR, vendor.name(), null, incident.lasted())))
            .toList());
  }
}
