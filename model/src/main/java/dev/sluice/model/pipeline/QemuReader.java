package dev.sluice.model.pipeline;

import dev.sluice.model.file.Fields;
import dev.sluice.model.file.Findings;
import dev.sluice.model.file.Node;
import dev.sluice.model.file.Quoted;
import dev.sluice.model.file.Values;
import dev.sluice.model.pipeline.EnvironmentReader.DriverDraft;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Firmware;
import dev.sluice.model.pipeline.EnvironmentSpec.Network;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is driver qemu's own. */
final class QemuReader {
  private static final int SMALL_MEBIBYTES = 256;
  private static final int WHOLE_MEBIBYTES = 512;
  private static final List<String> IMAGE_FILES = List.of("kernel", "initrd", "state", "cmdline");
  private static final List<String> SOURCES = List.of("script", "debian", "disk");
  private static final String ONE_SOURCE =
      "one of script, debian, disk, or kernel with initrd, state and cmdline";

  private final Findings findings;
  private final Values values;

  QemuReader(Findings findings, Values values) {
    this.findings = findings;
    this.values = values;
  }

  DriverDraft read(Fields fields) {
    EnvironmentSpec.@Nullable Image image = fields.required("image", this::image);
    boolean small = names(fields, "script") || IMAGE_FILES.stream().anyMatch(f -> names(fields, f));
    boolean whole = !small && (names(fields, "debian") || names(fields, "disk"));
    if (whole) {
      fields.refuse("state", "a whole machine has no state disk: it persists as a whole");
    }
    if (small) {
      fields.refuse("firmware", "QEMU starts a small guest's kernel itself, without firmware");
    }
    if (names(fields, "disk")) {
      fields.refuse("parameters", "the disk's own boot loader says what its kernel is given");
    }
    @Nullable String state = fields.optional("state", values::place);
    @Nullable Integer memory =
        fields.optional(
            "memory",
            values
                .measures()
                .mebibytes(EnvironmentReader.LEAST_MEMORY, EnvironmentReader.MOST_MEMORY));
    @Nullable List<String> parameters = fields.optional("parameters", this::parameters);
    Architecture architecture =
        word(fields, "architecture", Architecture.class, Architecture.AMD64);
    Firmware usual = whole && architecture == Architecture.ARM64 ? Firmware.UEFI : Firmware.BIOS;
    Firmware firmware = word(fields, "firmware", Firmware.class, usual);
    if (whole && architecture == Architecture.ARM64 && firmware == Firmware.BIOS) {
      findings.addFor(
          "environments.NAME.firmware",
          fields.span("firmware"),
          "arm64 has no bios",
          "firmware: uefi, or leave it out");
    }
    Network network = word(fields, "network", Network.class, Network.NONE);
    String mount = state == null ? EnvironmentReader.DEFAULT_STATE : state;
    @Nullable String writtenBelow = small ? mount : null;
    return image == null
        ? new DriverDraft(null, writtenBelow)
        : new DriverDraft(
            new EnvironmentSpec.Qemu(
                image,
                architecture,
                firmware,
                network,
                mount,
                memory == null ? (whole ? WHOLE_MEBIBYTES : SMALL_MEBIBYTES) : memory,
                parameters == null ? List.of() : parameters),
            writtenBelow);
  }

  private <E extends Enum<E>> E word(Fields fields, String key, Class<E> type, E standard) {
    @Nullable String word = fields.optional(key, values::word);
    return word == null ? standard : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  /** Whether the image, right or wrong, has this key. */
  private static boolean names(Fields environment, String key) {
    return environment.node("image") instanceof Node.Mapping image
        && image.entries().stream().anyMatch(entry -> entry.key().text().equals(key));
  }

  private @Nullable List<String> parameters(Node node, String path) {
    return values.list(node, path, this::parameter);
  }

  private @Nullable String parameter(Node node, String path) {
    @Nullable String word = values.text(node, path);
    if (word != null && word.chars().anyMatch(Character::isWhitespace)) {
      findings.addFor(
          path,
          node.span(),
          "parameter %s has a space".formatted(Quoted.of(word)),
          "one word each: [oops=panic, quiet]");
      return null;
    }
    return word;
  }

  private EnvironmentSpec.@Nullable Image image(Node node, String path) {
    @Nullable Fields fields = Fields.of(findings, node, path, node.span(), "image");
    if (fields == null) {
      return null;
    }
    @Nullable String source = SOURCES.stream().filter(fields::has).findFirst().orElse(null);
    boolean files = IMAGE_FILES.stream().anyMatch(fields::has);
    if (source == null && !files) {
      findings.addFor(path, node.span(), "image names nothing", ONE_SOURCE);
      return null;
    }
    if (source != null) {
      String why = "%s makes it already: %s".formatted(source, ONE_SOURCE);
      SOURCES.stream().filter(other -> !other.equals(source)).forEach(o -> fields.refuse(o, why));
      IMAGE_FILES.forEach(other -> fields.refuse(other, why));
    }
    if (!"script".equals(source)) {
      fields.refuse("inputs", "only a script has inputs");
    }
    return switch (source) {
      case "script" -> script(fields);
      case "debian" -> debian(fields);
      case "disk" -> disk(fields);
      case null, default -> files(fields);
    };
  }

  private EnvironmentSpec.@Nullable Image script(Fields fields) {
    @Nullable String script = fields.optional("script", values::file);
    @Nullable List<String> inputs = fields.optional("inputs", values::files);
    return script == null
        ? null
        : new EnvironmentSpec.Image.Script(script, inputs == null ? List.of() : inputs);
  }

  private EnvironmentSpec.@Nullable Image debian(Fields fields) {
    @Nullable DebianRecipe recipe =
        fields.optional("debian", new RecipeReader(findings, values)::read);
    return recipe == null ? null : new EnvironmentSpec.Image.Debian(recipe);
  }

  private EnvironmentSpec.@Nullable Image disk(Fields fields) {
    @Nullable String disk = fields.optional("disk", values::file);
    return disk == null ? null : new EnvironmentSpec.Image.Disk(disk);
  }

  private EnvironmentSpec.@Nullable Image files(Fields fields) {
    @Nullable String kernel = fields.required("kernel", values::file);
    @Nullable String initrd = fields.required("initrd", values::file);
    @Nullable String state = fields.required("state", values::file);
    @Nullable String cmdline = fields.required("cmdline", values::text);
    return kernel == null || initrd == null || state == null || cmdline == null
        ? null
        : new EnvironmentSpec.Image.Files(kernel, initrd, state, cmdline);
  }
}
