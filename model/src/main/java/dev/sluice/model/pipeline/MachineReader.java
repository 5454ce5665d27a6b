package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Values;
import dev.sluice.model.pipeline.EnvironmentReader.DriverDraft;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is driver machine's own. */
final class MachineReader {
  private static final int SSH_PORT = 22;
  private static final int MOST_PORT = 65_535;
  // None begins with a dash, so that none is taken for an option.
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9A-Fa-f:]{2,39}");
  private static final Pattern USER =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}([\\\\@][A-Za-z0-9_.-]{1,64})?");

  private final Findings findings;
  private final Values values;

  MachineReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  DriverDraft read(Fields fields) {
    EnvironmentSpec.@Nullable Ssh ssh = fields.required("ssh", this::ssh);
    @Nullable String shell = fields.optional("shell", values::word);
    @Nullable String inputs = fields.required("inputs", values::placeOfAny);
    @Nullable Command restore =
        fields.required("restore", new CommandReader(findings, values)::command);
    @Nullable Command powerOn =
        fields.required("power-on", new CommandReader(findings, values)::command);
    @Nullable Command powerOff =
        fields.required("power-off", new CommandReader(findings, values)::command);
    @Nullable Command console =
        fields.optional("console", new CommandReader(findings, values)::command);
    @Nullable Command screenshot =
        fields.optional("screenshot", new CommandReader(findings, values)::command);
    return ssh == null || inputs == null || restore == null || powerOn == null || powerOff == null
        ? DriverDraft.UNKNOWN
        : new DriverDraft(
            new EnvironmentSpec.OwnMachine(
                ssh,
                shell == null
                    ? EnvironmentSpec.Shell.POSIX
                    : EnvironmentSpec.Shell.valueOf(shell.toUpperCase(Locale.ROOT)),
                inputs,
                restore,
                powerOn,
                powerOff,
                console,
                screenshot),
            null);
  }

  private EnvironmentSpec.@Nullable Ssh ssh(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "ssh");
    if (fields == null) {
      return null;
    }
    @Nullable String host =
        fields.required(
            "host", values.shaped(HOST.asMatchPredicate(), "name or address of a machine"));
    @Nullable Long port = fields.optional("port", values.measures().number(1, MOST_PORT));
    @Nullable String user =
        fields.required("user", values.shaped(USER.asMatchPredicate(), "name of a user"));
    @Nullable String identity = fields.required("identity", values::file);
    @Nullable String hostKeys = fields.required("host-keys", values::file);
    return host == null || user == null || identity == null || hostKeys == null
        ? null
        : new EnvironmentSpec.Ssh(
            host, port == null ? SSH_PORT : port.intValue(), user, identity, hostKeys);
  }
}
