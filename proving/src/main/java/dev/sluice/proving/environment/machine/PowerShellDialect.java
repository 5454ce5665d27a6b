package dev.sluice.proving.environment.machine;

import dev.sluice.proving.check.Quoting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Windows PowerShell 5.1 and later. Never run by us: see docs/machines.md. */
record PowerShellDialect() implements Dialect {
  /**
   * Reads the script in base64, so that no code page changes it, and gives it a process of its own,
   * which has a limit. {@code $sluice} holds id, seconds and the run before.
   */
  private static final String RUN =
      """
      $ErrorActionPreference = 'Stop'
      $ProgressPreference = 'SilentlyContinue'
      $coded = [Console]::In.ReadToEnd().Trim()
      $temp = [IO.Path]::GetTempPath()
      $old = Join-Path $temp ('sluice-' + $sluice[2])
      if (Test-Path -LiteralPath $old) { Remove-Item -LiteralPath $old -Recurse -Force }
      $dir = Join-Path $temp ('sluice-' + $sluice[0])
      $null = New-Item -ItemType Directory -Path $dir
      $file = Join-Path $dir 's.ps1'
      $out = Join-Path $dir 'o.txt'
      $err = Join-Path $dir 'e.txt'
      $nothing = Join-Path $dir 'i.txt'
      [IO.File]::WriteAllText($nothing, '')
      $utf8 = New-Object Text.UTF8Encoding $true
      $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($coded))
      [IO.File]::WriteAllText($file, $text, $utf8)
      function Now { [Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency }
      function Plain($n) { $n.ToString('0.000', [Globalization.CultureInfo]::InvariantCulture) }
      $shell = (Get-Process -Id $PID).Path
      $words = '-NoProfile -NonInteractive -ExecutionPolicy Bypass -File "' + $file + '"'
      $before = Now
      $process = Start-Process -FilePath $shell -ArgumentList $words -PassThru -NoNewWindow `
        -RedirectStandardInput $nothing -RedirectStandardOutput $out -RedirectStandardError $err
      $null = $process.Handle
      if ($process.WaitForExit(1000 * [int]$sluice[1])) {
        $process.WaitForExit()
        $status = $process.ExitCode -band 255
        if ($process.ExitCode -ne 0 -and $status -eq 0) { $status = 255 }
      } else {
        & taskkill.exe /T /F /PID $process.Id *> $null
        $status = 124
      }
      $after = Now
      $bytes = New-Object IO.MemoryStream
      foreach ($part in @($out, $err)) {
        $share = [IO.FileShare]::ReadWrite
        $in = New-Object IO.FileStream $part, ([IO.FileMode]::Open), ([IO.FileAccess]::Read), $share
        $buffer = New-Object byte[] 65536
        while ($bytes.Length -lt 65536 -and ($n = $in.Read($buffer, 0, 65536)) -gt 0) {
          $bytes.Write($buffer, 0, [Math]::Min($n, 65536 - $bytes.Length))
        }
        $in.Close()
      }
      [Console]::Out.WriteLine('')
      [Console]::Out.WriteLine("sluice-answer $($sluice[0]) $status $(Plain $before) $(Plain $after)")
      [Console]::Out.WriteLine([Convert]::ToBase64String($bytes.ToArray()))
      """;

  /** What a script's own process needs before anything is printed. */
  private static final String PREFACE =
      """
      [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false
      $OutputEncoding = [Console]::OutputEncoding
      $ProgressPreference = 'SilentlyContinue'
      """;

  @Override
  public String command(String id, long seconds, String done) {
    String words = "$sluice = '" + id + "', '" + seconds + "', '" + done + "'\n";
    // Base64 of UTF-16 has no character that cmd.exe or PowerShell, as login shell, could take up.
    return "powershell -NoProfile -NonInteractive -EncodedCommand "
        + Base64.getEncoder().encodeToString((words + RUN).getBytes(StandardCharsets.UTF_16LE));
  }

  @Override
  public byte[] input(String script) {
    byte[] text = (PREFACE + script).getBytes(StandardCharsets.UTF_8);
    return (Base64.getEncoder().encodeToString(text) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Optional<String> resume(String id, long seconds) {
    return Optional.empty(); // the server ends a session's processes with its connection
  }

  @Override
  public Optional<Reply> reply(String id, byte[] printed) {
    return Dialect.split(id, printed)
        .flatMap(
            part -> {
              try {
                byte[] output = Base64.getMimeDecoder().decode(part[3].strip());
                return Optional.of(
                    new Reply(
                        Integer.parseInt(part[0]),
                        Dialect.number(part[1]),
                        Dialect.number(part[2]),
                        new String(output, StandardCharsets.UTF_8)));
              } catch (IllegalArgumentException e) {
                return Optional.empty(); // cut off
              }
            });
  }

  @Override
  public String about() {
    // The performance counter begins anew with each boot, and no clock step moves it.
    return """
        $t = [Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency
        $t = $t.ToString('0.000', [Globalization.CultureInfo]::InvariantCulture)
        Write-Output "sluice-about Windows - $t"
        """;
  }

  @Override
  public String off() {
    return "& shutdown.exe /s /t 1 /f\nexit $LASTEXITCODE";
  }

  @Override
  public String marker(String path) {
    String word = Quoting.powerShell(path);
    return "if (Test-Path -LiteralPath " + word + ") { [IO.File]::ReadAllText(" + word + ") }";
  }

  @Override
  public String plant(String path, String content) {
    return "$ErrorActionPreference = 'Stop'\n$path = "
        + Quoting.powerShell(path)
        + "\n$null = New-Item -ItemType Directory -Force -Path ([IO.Path]::GetDirectoryName($path))"
        + "\n$file = New-Object IO.FileStream $path, ([IO.FileMode]::CreateNew)"
        + "\n$bytes = [Text.Encoding]::UTF8.GetBytes("
        + Quoting.powerShell(content)
        + ")\n$file.Write($bytes, 0, $bytes.Length)\n$file.Flush($true)\n$file.Close()";
  }

  @Override
  public String compare(String folder, List<Expected> files) {
    var script =
        new StringBuilder(
            "if (-not (Get-Command Get-FileHash -ErrorAction SilentlyContinue)) {\n"
                + "  Write-Output 'sluice-compared NO'\n  exit 0\n}\n"
                + "function Compare-One($number, $digest, $file) {\n"
                + "  $h = Get-FileHash -LiteralPath $file -Algorithm SHA256 -ErrorAction"
                + " SilentlyContinue\n"
                + "  if (-not $h -or $h.Hash -ne $digest) { Write-Output \"sluice-wrong $number\" }\n"
                + "}\n");
    for (int i = 0; i < files.size(); i++) {
      Expected file = files.get(i);
      script.append("Compare-One ").append(i).append(" '").append(file.digest().hex());
      script.append("' ").append(Quoting.powerShell(folder + "/" + file.name())).append('\n');
    }
    return script.append("Write-Output 'sluice-compared YES'").toString();
  }

  @Override
  public String sftp(String path) {
    String slashes = path.replace('\\', '/');
    return slashes.matches("[A-Za-z]:/.*") ? "/" + slashes : slashes;
  }
}
