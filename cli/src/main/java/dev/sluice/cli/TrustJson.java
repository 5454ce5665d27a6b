package dev.sluice.cli;

import dev.sluice.model.Release;
import dev.sluice.trust.key.Keyring;
import dev.sluice.trust.key.LabPublicKey;
import dev.sluice.trust.proof.Statement;
import dev.sluice.trust.proof.Verification;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keys and verified proofs as JSON: {@code docs/formats/result.md}. */
final class TrustJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FORMAT = 1;

  private TrustJson() {}

  static String keys(Path folder, List<Keyring.Entry> entries) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("folder", folder.toString());
    var keys = root.putArray("keys");
    for (Keyring.Entry entry : entries) {
      ObjectNode node = keys.addObject();
      key(node, entry.key());
      node.put("signs", entry.signs());
    }
    return write(root);
  }

  static String verification(Path file, Verification verification) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("file", file.toString());
    switch (verification) {
      case Verification.Refused(var reason) -> {
        root.put("proof", false);
        root.put("cause", reason);
      }
      case Verification.Verified(var statement, var signedBy, var compared) -> {
        root.put("proof", true);
        root.putNull("cause");
        var keys = root.putArray("signed-by");
        signedBy.forEach(key -> key(keys.addObject(), key));
        var files = root.putArray("compared");
        compared.stream().sorted().forEach(name -> files.add(name.value()));
        statement(root, statement);
      }
    }
    return write(root);
  }

  private static void statement(ObjectNode root, Statement statement) {
    ObjectNode combination = root.putObject("combination");
    release(combination.putObject("application"), statement.combination().application());
    var data = combination.putArray("data");
    statement.combination().data().forEach(part -> release(data.addObject(), part));
    ObjectNode suite = root.putObject("suite");
    suite.put("name", statement.suite().name());
    suite.put("sha256", statement.suite().digest().hex());
    var passed = root.putArray("passed");
    statement.run().passed().forEach(passed::add);
    ObjectNode environment = root.putObject("environment");
    environment.put("name", statement.environment().name());
    ObjectNode standsFor = environment.putObject("stands-for");
    statement.environment().standsFor().forEach(standsFor::put);
    Statement.Machine machine = statement.environment().machine();
    environment.put("driver", machine.driver());
    environment.put("isolation", machine.isolation());
    var unenforced = environment.putArray("unenforced");
    machine.unenforced().forEach(unenforced::add);
    root.put("ended", statement.run().ended().toString());
  }

  private static void key(ObjectNode node, LabPublicKey key) {
    node.put("name", key.name());
    node.put("id", key.id().hex());
  }

  private static void release(ObjectNode node, Release release) {
    node.put("artifact", release.artifact().value());
    node.put("version", release.version().value());
    node.put("sha256", release.digest().hex());
  }

  private static String write(ObjectNode root) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
