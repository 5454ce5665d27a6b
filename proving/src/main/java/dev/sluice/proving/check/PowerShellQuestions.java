package dev.sluice.proving.check;

import java.util.List;

/**
 * What each step asks a machine with PowerShell, answered in the same lines as by {@link
 * Questions}. Written for Windows PowerShell 5.1 and later; never run on Windows by us.
 */
final class PowerShellQuestions implements Questions {
  /** What every script of ours needs; {@code $script:status} is the status of the question. */
  private static final String PREFACE =
      """
      $ErrorActionPreference = 'Continue'
      $script:status = 0
      function Get-SluiceTime {
        $t = [Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency
        $t.ToString('0.000', [Globalization.CultureInfo]::InvariantCulture)
      }
      function Invoke-SluiceVerb {
        $program = $args[0]
        $rest = @($args | Select-Object -Skip 1)
        $found = Get-Command -Name $program -ErrorAction SilentlyContinue | Select-Object -First 1
        if (-not $found) {
          Write-Output "$program is not a command of this machine"
          $script:status = 127
          return
        }
        $version = $PSVersionTable.PSVersion.Major * 100 + $PSVersionTable.PSVersion.Minor
        if ($found.CommandType -eq 'Application' -and $version -lt 703) {
          # Until 7.3, quotes inside an argument and empty arguments got lost on the way.
          $rest = @($rest | ForEach-Object {
            if ($_ -eq '') { '""' } else {
              $word = $_ -replace '(\\\\*)"', '$1$1\\"'
              if ($word -match '\\s') { $word = $word -replace '(\\\\+)$', '$1$1' }
              $word
            }
          })
        }
        $global:LASTEXITCODE = 0
        try {
          & $found @rest 2>&1 | ForEach-Object { "$_" }
          $code = $global:LASTEXITCODE
        } catch {
          Write-Output "$_"
          $code = 126
        }
        if ($code -lt 0 -or $code -gt 255) { $code = 255 }
        $script:status = $code
      }
      """;

  /** What Windows needs to come up, whatever the owner lists. */
  private static final String ALWAYS =
      """
      $files = @('ntoskrnl.exe', 'winload.exe', 'winload.efi', 'smss.exe', 'csrss.exe',
        'wininit.exe', 'winlogon.exe', 'services.exe', 'lsass.exe', 'svchost.exe', 'ntdll.dll',
        'kernel32.dll', 'cmd.exe') | ForEach-Object { Join-Path $env:SystemRoot "System32/$_" }
      """;

  private static final String SERVICES =
      """
      Get-CimInstance Win32_Service -ErrorAction SilentlyContinue |
        Where-Object { $_.StartMode -eq 'Auto' -and $_.State -ne 'Running' -and $_.ExitCode -ne 0 } |
        ForEach-Object { Write-Output ('sluice-failed ' + ($_.Name -replace '\\s', '_')) }
      $dumps = @("$env:SystemRoot/MEMORY.DMP", "$env:SystemRoot/Minidump/*.dmp")
      Get-Item -Path $dumps -ErrorAction SilentlyContinue |
        ForEach-Object { Write-Output ('sluice-core ' + ($_.FullName -replace '\\s', '_')) }
      """;

  /** Idle time is counted for one processor of all; the counter's own clock is beside it. */
  private static final String METER =
      """
      $cpu = Get-CimInstance Win32_PerfRawData_PerfOS_Processor -Filter "Name='_Total'"
      $os = Get-CimInstance Win32_OperatingSystem
      $busy = ($cpu.Timestamp_Sys100NS - $cpu.PercentProcessorTime) * [Environment]::ProcessorCount
      $letter = if ($mount -match '^[A-Za-z]:') { $mount.Substring(0, 2) } else { $env:SystemDrive }
      $disk = New-Object IO.DriveInfo $letter
      $used = [Math]::Floor(($disk.TotalSize - $disk.TotalFreeSpace) / 1024)
      $ticks = [Math]::Floor($busy / 100000)
      Write-Output "sluice-meter $ticks $($os.FreePhysicalMemory) $used"
      """;

  private final String inputs;
  private final Subject subject;

  /**
   * Questions to one machine.
   *
   * @param inputs folder on the machine with the prover's files
   * @param subject what is asked, whatever the step
   */
  PowerShellQuestions(String inputs, Subject subject) {
    this.inputs = inputs;
    this.subject = subject;
  }

  @Override
  public String alone(Step step) {
    return PREFACE + script(step) + "\nexit $script:status\n";
  }

  /** A Windows console is not written to, so the names are left out. */
  @Override
  public String together(int first, List<String> names, List<Step> steps, List<Boolean> needed) {
    return sections(first, steps.stream().map(this::script).toList(), needed);
  }

  static String sections(int first, List<String> scripts, List<Boolean> needed) {
    var all = new StringBuilder(PREFACE);
    for (int i = 0; i < scripts.size(); i++) {
      int number = first + i;
      all.append("Write-Output \"sluice-begin ").append(number).append(" $(Get-SluiceTime)\"\n");
      all.append("$script:status = 0\ntry {\n& {\n").append(scripts.get(i));
      all.append("\n} 2>&1 | ForEach-Object { \"$_\" }\n");
      all.append("} catch { Write-Output \"$_\"; $script:status = 255 }\n");
      all.append("Write-Output ''\nWrite-Output \"sluice-end ").append(number);
      all.append(" $script:status $(Get-SluiceTime)\"\n");
      if (needed.get(i)) {
        all.append("if ($script:status -ne 0) { exit $script:status }\n");
      }
    }
    return all.append("exit $script:status\n").toString();
  }

  /** One question, for {@link #sections}. */
  String script(Step step) {
    return switch (step) {
      case Step.InForceIs _ -> verb(subject.inForce().words());
      case Step.Healthy s -> healthy(s);
      case Step.Catches s -> probes(s.probe().words(), s.samples(), false);
      case Step.LeavesAlone s -> probes(s.probe().words(), s.samples(), true);
      case Step.Within s -> "$mount = " + Quoting.powerShell(s.stateMount()) + "\n" + METER;
      case Step.Remember s -> vital(s.vital());
      case Step.Unchanged s -> vital(s.vital());
      case Step.ClockAt s ->
          "$null = Set-Date -Date ([DateTimeOffset]::FromUnixTimeSeconds("
              + s.time().getEpochSecond()
              + ").LocalDateTime) -ErrorAction Stop";
      case Step.TakeLive s ->
          verb(s.verb().words()) + " " + Quoting.powerShell(inputs + "/" + s.inInputs());
      case Step.Owner s -> verb(s.command().command().words());
      case Step.Reach _ -> throw new IllegalStateException("reaching a machine asks nothing");
    };
  }

  private static String verb(List<String> words) {
    return "Invoke-SluiceVerb " + Quoting.powerShellWords(words);
  }

  private String healthy(Step.Healthy step) {
    var script = new StringBuilder(step.verb() == null ? "" : verb(step.verb().words()) + "\n");
    long settle = subject.health().settle().toMillis();
    if (settle > 0) {
      script.append("Start-Sleep -Milliseconds ").append(settle).append('\n');
    }
    script.append(SERVICES);
    for (String unit : subject.health().units()) {
      String word = Quoting.powerShell(unit);
      script.append("$service = Get-Service -Name ").append(word);
      script.append(" -ErrorAction SilentlyContinue\n");
      script.append("if (-not $service -or $service.Status -ne 'Running') {");
      script.append(" Write-Output ('sluice-inactive ' + (").append(word);
      script.append(" -replace '\\s', '_')) }\n");
    }
    // Nothing like a kernel's taint is told there; a kernel that failed has left a dump.
    return script.append("Write-Output 'sluice-taint 0'").toString();
  }

  /** Shows each sample as a writable copy, as a host has it. */
  private String probes(List<String> probe, List<Sample> samples, boolean digest) {
    var script =
        new StringBuilder(
            """
            $work = Join-Path ([IO.Path]::GetTempPath()) 'sluice-work'
            $null = New-Item -ItemType Directory -Force -Path $work -ErrorAction Stop
            """);
    for (int i = 0; i < samples.size(); i++) {
      String name = samples.get(i).name();
      String base = Quoting.powerShell(name.substring(name.lastIndexOf('/') + 1));
      String source = Quoting.powerShell(inputs + "/" + samples.get(i).inInputs());
      script.append("$copy = Join-Path $work ").append(base).append('\n');
      // A verb that says "flagged" to a file that is not there has caught nothing.
      script.append("try { [IO.File]::Copy(").append(source).append(", $copy, $true) }");
      script.append(" catch { Write-Output \"$_\"; $script:status = 3; return }\n");
      script.append("$said = @(").append(verb(probe)).append(" $copy) -join \"`n\"\n");
      script.append("$r = $script:status\n$h = ''\n");
      if (digest) {
        script.append("if (Test-Path -LiteralPath $copy) {");
        script.append(" $h = (Get-FileHash -LiteralPath $copy -Algorithm SHA256)");
        script.append(".Hash.ToLowerInvariant() }\n");
      }
      script.append("Write-Output \"sluice-probe ").append(i).append(" $r $h\"\n");
      script.append("if ($r -ge 2) {");
      script.append(" Write-Output $said.Substring(0, [Math]::Min(300, $said.Length)) }\n");
    }
    script.append("Remove-Item -LiteralPath $work -Recurse -Force\n");
    return script.append("$script:status = 0").toString();
  }

  /** Paths begin with a slash in the answer, as an SFTP server there names them. */
  private static String vital(List<String> paths) {
    var script = new StringBuilder(ALWAYS);
    for (String path : paths) {
      script.append("$files += ").append(Quoting.powerShell(path)).append('\n');
    }
    return script
        .append("$files | Where-Object { Test-Path -LiteralPath $_ } |\n")
        .append("  ForEach-Object { Get-ChildItem -LiteralPath $_ -Recurse -File -Force } |\n")
        .append("  Sort-Object -Property FullName -Unique | Select-Object -First ")
        .append(Vital.MOST_FILES + 1)
        .append(" | ForEach-Object {\n")
        .append("    $h = (Get-FileHash -LiteralPath $_.FullName -Algorithm SHA256).Hash\n")
        .append("    $p = $_.FullName.Replace('\\', '/')\n")
        .append("    if ($h) { Write-Output ($h.ToLowerInvariant() + '  /' + $p) }\n")
        .append("  }\n")
        .append("Write-Output " + Vital.END)
        .toString();
  }
}
