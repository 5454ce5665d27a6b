package dev.sluice.proving.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Combination;
import dev.sluice.model.pipeline.CheckSpec;
import dev.sluice.model.pipeline.Command;
import dev.sluice.model.pipeline.EnvironmentSpec;
import dev.sluice.proving.Examples;
import dev.sluice.proving.environment.EnvironmentFacts.Platform;
import dev.sluice.proving.environment.RunningMachine.Exited;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is sent to a machine with PowerShell. Written expectations only: no PowerShell was run. */
class PowerShellQuestionsTest {
  private static final Command PROBE = new Command(List.of("C:/App/scan.exe", "--one", ""));
  private static final Sample SAMPLE =
      new Sample("samples/it’s.txt", "sample-0/it’s.txt", Examples.digest("sample"));

  private final PowerShellQuestions questions =
      new PowerShellQuestions(
          "C:/sluice/in",
          new Subject(
              new Command(List.of("C:/App/app.exe", "in-force")),
              Map.of(),
              new EnvironmentSpec.Health(List.of("My Service"), Duration.ofMillis(1500)),
              Platform.WINDOWS));

  @Test
  void aVerbIsAProgramWithItsWords() {
    var step =
        new Step.TakeLive(
            "updates",
            new Command(List.of("C:/App/app.exe", "take")),
            Examples.release("channel", "7"),
            "release-1/channel 7.bin");

    assertThat(questions.script(step))
        .isEqualTo(
            "Invoke-SluiceVerb 'C:/App/app.exe' 'take' 'C:/sluice/in/release-1/channel 7.bin'");
    assertThat(
            questions.script(
                new Step.InForceIs(
                    "boots",
                    new Combination(Examples.release("app", "1"), List.of()),
                    Examples.name("app"))))
        .isEqualTo("Invoke-SluiceVerb 'C:/App/app.exe' 'in-force'");
  }

  @Test
  void samplesAreShownAsCopiesAndDigestedWhereTheyMustBeLeftAlone() {
    String alone = questions.script(new Step.LeavesAlone("leaves", PROBE, List.of(SAMPLE)));
    String caught = questions.script(new Step.Catches("catches", PROBE, List.of(SAMPLE)));

    assertThat(alone)
        .contains("[IO.File]::Copy('C:/sluice/in/sample-0/it’’s.txt', $copy, $true)")
        .contains("$said = @(Invoke-SluiceVerb 'C:/App/scan.exe' '--one' '' $copy)")
        .contains("Write-Output \"sluice-probe 0 $r $h\"")
        .contains("Get-FileHash");
    assertThat(caught).contains("sluice-probe 0 $r $h").doesNotContain("Get-FileHash");
  }

  @Test
  void healthIsTheVerbsWordTheServicesAndNoDump() {
    String script = questions.script(new Step.Healthy("healthy", null));

    assertThat(script)
        .startsWith("Start-Sleep -Milliseconds 1500\n")
        .contains("sluice-failed", "sluice-core", "MEMORY.DMP")
        .contains("Get-Service -Name 'My Service'")
        .endsWith("Write-Output 'sluice-taint 0'");
  }

  @Test
  void theClockIsSetInUniversalTime() {
    assertThat(questions.script(new Step.ClockAt("dates", Instant.parse("2038-01-19T03:14:07Z"))))
        .contains("FromUnixTimeSeconds(2147483647)");
  }

  @Test
  void theMeterReadsTheDiskOfTheState() {
    var bounds =
        new CheckSpec.StaysWithin(
            null, null, CheckSpec.StaysWithin.UNBOUNDED, CheckSpec.StaysWithin.UNBOUNDED);

    assertThat(questions.script(new Step.Within("within", bounds, "D:/state")))
        .startsWith("$mount = 'D:/state'\n")
        .contains("Write-Output \"sluice-meter $ticks $($os.FreePhysicalMemory) $used\"");
  }

  @Test
  void whatAMachineAnswersIsReadAsFromAnyOther() {
    String script =
        PowerShellQuestions.sections(4, List.of("'one'", "'two'"), List.of(true, false));
    assertThat(script)
        .contains("sluice-begin 4 $(Get-SluiceTime)", "sluice-end 5 $script:status")
        .endsWith("exit $script:status\n");

    // As the script prints with Windows' line ends, written down by hand.
    String printed =
        """
        sluice-begin 4 12.500
        sluice-probe 0 1\s

        sluice-end 4 0 13.000
        sluice-begin 5 13.000
        sluice-meter 123 456 789

        sluice-end 5 3 13.250
        """
            .replace("\n", "\r\n");
    List<Sections.Section> sections = Sections.read(4, printed);
    assertThat(sections).hasSize(2);
    assertThat(sections.getFirst().took()).isEqualTo(Duration.ofMillis(500));
    assertThat(sections.getLast().status()).isEqualTo(3);
    assertThat(Meter.read(sections.getLast().output())).contains(new Meter(123, 456, 789));
    assertThat(Sections.cut(new Exited(124, printed, Duration.ZERO))).isEmpty();
  }

  @Test
  void vitalFilesAreNamedWithASlashFirst() {
    assertThat(questions.script(new Step.Remember("vital", List.of("C:/App/core.dll"))))
        .contains("$files += 'C:/App/core.dll'", "ntoskrnl.exe", "'  /' + $p");
    String hex = "ab".repeat(32);
    assertThat(Vital.read(hex + "  /C:/Windows/System32/ntdll.dll\r\n"))
        .containsEntry("/C:/Windows/System32/ntdll.dll", hex);
  }
}
