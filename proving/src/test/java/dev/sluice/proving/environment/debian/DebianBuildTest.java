package dev.sluice.proving.environment.debian;

import static dev.sluice.proving.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.DebianRecipe.Suite;
import dev.sluice.model.pipeline.EnvironmentSpec.Architecture;
import dev.sluice.model.pipeline.EnvironmentSpec.Firmware;
import dev.sluice.proving.environment.EnvironmentException;
import dev.sluice.proving.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real Debian packages from the real archive, and a real machine. */
@Tag("vm")
@Tag("long")
@Timeout(900)
class DebianBuildTest {
  private static final Duration BOOT = Duration.ofMinutes(5);

  /** Kept, so that a second run fetches nothing. */
  private static final Path CACHE = Path.of("target", "debian-cache").toAbsolutePath();

  @TempDir private Path folder;
  private Workplace workplace;
  private DebianImages images;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mmdebstrap")), "no mmdebstrap here");
    workplace = Workplace.open(folder.resolve("work"));
    images = new DebianImages(CACHE, workplace, with -> {});
  }

  @AfterEach
  void close() {
    workplace.close();
  }

  private String console(DebianDisk disk, List<String> more) throws Exception {
    Path overlay = folder.resolve("overlay.qcow2");
    Path console = folder.resolve("console");
    assertThat(
            workplace
                .start(
                    "overlay",
                    List.of(
                        "qemu-img",
                        "create",
                        "-q",
                        "-f",
                        "qcow2",
                        "-b",
                        disk.disk().toString(),
                        "-F",
                        "raw",
                        overlay.toString()),
                    Map.of(),
                    null)
                .waitFor())
        .isZero();
    List<String> words =
        new ArrayList<>(
            List.of("qemu-system-x86_64", "-M", "q35", "-m", "512", "-nodefaults", "-display"));
    words.addAll(List.of("none", "-no-reboot", "-serial", "file:" + console));
    words.addAll(List.of("-drive", "if=virtio,format=qcow2,file=" + overlay));
    words.addAll(more);
    Process machine = workplace.start("machine", words, Map.of(), null);
    eventually(
        BOOT,
        "the machine says that it booted",
        () ->
            !machine.isAlive()
                || (Files.exists(console) && Files.readString(console).contains("sluice: booted")));
    machine.destroyForcibly().waitFor();
    return Files.readString(console);
  }

  @Test
  void aMachineOfTheRecipeBootsAndIsAsAsked() throws Exception {
    Files.writeString(
        folder.resolve("tell.service"),
        """
        [Unit]
        Before=sluice-booted.service
        [Service]
        Type=oneshot
        StandardOutput=tty
        ExecStart=/bin/cat /etc/told
        [Install]
        WantedBy=multi-user.target
        """);
    Files.writeString(
        folder.resolve("prepare.sh"),
        """
        set -e
        systemctl enable tell.service
        {
          date -d @0 +'zone %z'
          LC_ALL=tr_TR.UTF-8 locale charmap
          . /etc/default/locale
          echo "$LANG build=$SLUICE_BUILD"
        } >/etc/told
        """);
    DebianDisk disk =
        images.disk(
            new DebianRecipe(
                Suite.BOOKWORM,
                List.of(),
                List.of(),
                new TreeMap<>(Map.of("tell.service", "/etc/systemd/system/tell.service")),
                "prepare.sh",
                1024,
                "tr_TR.UTF-8",
                "Asia/Kolkata"),
            Architecture.AMD64,
            Firmware.BIOS,
            folder);

    String console =
        console(
            disk,
            List.of(
                "-kernel",
                String.valueOf(disk.kernel()),
                "-initrd",
                String.valueOf(disk.initrd()),
                "-append",
                disk.cmdline()));

    assertThat(console).contains("zone +0530", "UTF-8", "tr_TR.UTF-8 build=1", "sluice: booted");
  }

  @Test
  void aPackageThatDebianHasNotIsSaid() {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () ->
                images.disk(
                    Recipes.recipe(Suite.BOOKWORM, List.of("no-such-package"), Map.of(), null),
                    Architecture.AMD64,
                    Firmware.BIOS,
                    folder))
        .withMessageContaining("Debian bookworm has no package no-such-package");
  }

  @Test
  void aScriptThatFailsIsSaidWithItsLastWords() throws Exception {
    Files.writeString(folder.resolve("prepare.sh"), "echo the licence is missing >&2; exit 3\n");

    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () ->
                images.root(
                    Recipes.recipe(Suite.BOOKWORM, List.of(), Map.of(), "prepare.sh"), folder))
        .withMessage(
            "the recipe's script run ended with status 3 in the new system: the licence is missing");
  }

  @Test
  void aDiskThatIsTooSmallIsSaidWithASizeThatIsNot() {
    assertThatExceptionOfType(EnvironmentException.class)
        .isThrownBy(
            () ->
                images.disk(
                    new DebianRecipe(
                        Suite.BOOKWORM,
                        List.of(),
                        List.of(),
                        new TreeMap<>(),
                        null,
                        128,
                        null,
                        null),
                    Architecture.AMD64,
                    Firmware.BIOS,
                    folder))
        .withMessageMatching("a disk of 128 MiB is too small for this system of \\d+ MiB.*");
  }

  @Test
  void aTreeForASandboxHasThePackagesAndNoKernel() throws Exception {
    Path root =
        images.root(
            Recipes.recipe(Suite.BOOKWORM, List.of("libxml2-utils"), Map.of(), null), folder);

    assertThat(root.resolve("usr/bin/xmllint")).isExecutable();
    assertThat(root.resolve("boot")).doesNotExist();
    assertThat(root.resolve("usr/lib/systemd/systemd")).doesNotExist();
  }
}
