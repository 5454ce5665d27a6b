package dev.sluice.server.ledger.sqlite;

import dev.sluice.server.event.PersonName;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.ledger.RunnerRecord;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;

/** The table {@code runners}. */
final class RunnerTable {
  private static final String PUT =
      """
      INSERT INTO runners (product, runner, number, equipment)
      VALUES (:product, :runner, :number, :equipment)
      ON CONFLICT (product, runner) DO UPDATE SET number = excluded.number,
        equipment = excluded.equipment""";

  private static final TypeReference<List<String>> EQUIPMENT = new TypeReference<>() {};

  private RunnerTable() {}

  static void put(Handle handle, ProductName product, RunnerRecord runner) {
    handle
        .createUpdate(PUT)
        .bind("product", product.value())
        .bind("runner", runner.runner().value())
        .bind("number", runner.number())
        .bind("equipment", Columns.list(runner.equipment()))
        .execute();
  }

  static Optional<RunnerRecord> find(Handle handle, ProductName product, PersonName runner) {
    return handle
        .createQuery(
            "SELECT number, equipment FROM runners WHERE product = :product AND runner = :runner")
        .bind("product", product.value())
        .bind("runner", runner.value())
        .map(
            (row, _) ->
                new RunnerRecord(
                    runner,
                    row.getLong("number"),
                    Columns.list(row.getString("equipment"), EQUIPMENT)))
        .findOne();
  }
}
