package dev.sluice.server.ledger;

import dev.sluice.server.event.PersonName;
import java.util.List;

/**
 * What a runner makes a product's runs with.
 *
 * @param number of the event since which it does
 * @param equipment one thing an item
 */
public record RunnerRecord(PersonName runner, long number, List<String> equipment) {
  public RunnerRecord {
    equipment = List.copyOf(equipment);
  }
}
