package dev.sluice.proving.environment.machine;

import dev.sluice.proving.check.Quoting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** POSIX {@code sh}, with what Linux and macOS add. */
record PosixDialect() implements Dialect {
  /** Exit status of a resumption: nothing of the run is on the machine. */
  static final int NOT_THERE = 96;

  /** Exit status of a resumption: the run has neither ended nor been killed at its limit. */
  static final int NO_END = 95;

  /**
   * One line without single quotes or exclamation marks, since the user's login shell, whichever it
   * is, reads it first. Output goes to a file, so that what a script leaves running cannot hold the
   * connection; the reply is a file too, so that it can be asked for again.
   */
  private static final String RUN =
      "umask 077; d=/tmp/sluice-$1; rm -rf \"/tmp/sluice-$3\"; mkdir \"$d\" || exit 97;"
          + " cat >\"$d/s\" || exit 97;"
          + " now() { t=-; [ -r /proc/uptime ] && read -r t x </proc/uptime; echo $t; };"
          + " if command -v setsid >/dev/null; then own() { exec setsid \"$@\"; };"
          + " elif command -v perl >/dev/null;"
          + " then own() { exec perl -e \"use POSIX; POSIX::setsid(); exec @ARGV\" \"$@\"; };"
          + " else own() { exec \"$@\"; }; fi;"
          + " b=$(now); (umask 022; own sh \"$d/s\") </dev/null >\"$d/o\" 2>&1 & p=$!;"
          + " (own sh -c \"sleep $2; : >$d/late; kill -9 -$p || kill -9 $p\")"
          + " </dev/null >/dev/null 2>&1 & w=$!;"
          + " wait $p; s=$?; e=$(now);"
          + " { kill -9 -$w || kill -9 $w; kill -9 -$p; } 2>/dev/null;"
          + " [ -e \"$d/late\" ] && s=124;"
          + " echo \"sluice-answer $1 $s $b $e\" >\"$d/n\"; head -c "
          + OUTPUT_BOUND
          + " \"$d/o\" >>\"$d/n\"; mv \"$d/n\" \"$d/r\"; cat \"$d/r\"";

  private static final String RESUME =
      "d=/tmp/sluice-$1; i=0; until [ -e \"$d/r\" ]; do [ -d \"$d\" ] || exit "
          + NOT_THERE
          + ";"
          + " [ $i -lt $2 ] || exit "
          + NO_END
          + "; i=$((i+1)); sleep 1; done; cat \"$d/r\"";

  @Override
  public String command(String id, long seconds, String done) {
    return "exec sh -c '" + RUN + "' sluice " + id + " " + seconds + " " + done;
  }

  @Override
  public byte[] input(String script) {
    return script.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<String> resume(String id, long seconds) {
    return Optional.of("exec sh -c '" + RESUME + "' sluice " + id + " " + seconds);
  }

  @Override
  public Optional<Reply> reply(String id, byte[] printed) {
    return Dialect.split(id, printed)
        .map(
            part ->
                new Reply(
                    Integer.parseInt(part[0]),
                    Dialect.number(part[1]),
                    Dialect.number(part[2]),
                    part[3]));
  }

  @Override
  public String about() {
    return """
        t=-; b=-
        [ -r /proc/uptime ] && read -r t x </proc/uptime
        if [ -r /proc/sys/kernel/random/boot_id ]; then
          read -r b </proc/sys/kernel/random/boot_id
        else
          b=$(sysctl -n kern.bootsessionuuid 2>/dev/null) || b=$(who -b 2>/dev/null | tr -cs 'A-Za-z0-9:' -)
          s=$(sysctl -n kern.boottime 2>/dev/null); s=${s#*sec = }; s=${s%%[!0-9]*}
          [ -z "$s" ] || t=$(($(date +%s) - s))
        fi
        echo "sluice-about $(uname -s) ${b:--} $t"
        """;
  }

  @Override
  public String off() {
    // After this script has ended and its reply is on the way.
    return """
        sync
        [ ! -d /run/systemd/system ] || exec systemctl poweroff --no-block
        own=; command -v setsid >/dev/null && own=setsid
        $own sh -c 'sleep 1; shutdown -h now || poweroff' </dev/null >/dev/null 2>&1 &
        exit 0
        """;
  }

  @Override
  public String marker(String path) {
    return "[ ! -e " + Quoting.posix(path) + " ] || head -c 1024 " + Quoting.posix(path);
  }

  @Override
  public String plant(String path, String content) {
    // On the disk, not in its cache: the power may be cut at any time.
    return "set -C\nmkdir -p \"$(dirname "
        + Quoting.posix(path)
        + ")\" && printf %s "
        + Quoting.posix(content)
        + " >"
        + Quoting.posix(path)
        + " && sync";
  }

  @Override
  public String compare(String folder, List<Expected> files) {
    var script =
        new StringBuilder(
            "if command -v sha256sum >/dev/null; then d() { sha256sum; }\n"
                + "elif command -v shasum >/dev/null; then d() { shasum -a 256; }\n"
                + "elif command -v openssl >/dev/null; then d() { openssl dgst -sha256 -r; }\n"
                + "else echo sluice-compared NO; exit 0; fi\n"
                + "c() { h=$(d <\"$3\") && [ \"${h%% *}\" = $2 ] || echo \"sluice-wrong $1\"; }\n"
                + "cd "
                + Quoting.posix(folder)
                + " || cd /\n");
    for (int i = 0; i < files.size(); i++) {
      Expected file = files.get(i);
      script.append("c ").append(i).append(' ').append(file.digest().hex()).append(' ');
      script.append(Quoting.posix(folder + "/" + file.name())).append('\n');
    }
    return script.append("echo sluice-compared YES").toString();
  }

  @Override
  public String sftp(String path) {
    return path;
  }
}
