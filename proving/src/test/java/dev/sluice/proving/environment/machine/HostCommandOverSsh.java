package dev.sluice.proving.environment.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A command as sshd(8) runs it: in a shell of this host, and left to itself when its connection
 * ends, where the server library's own shell would end it.
 */
final class HostCommandOverSsh implements Command {
  private final String command;
  private final UnaryOperator<byte[]> script;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private ExitCallback exit = (_, _, _) -> {};

  /**
   * A command for this host.
   *
   * @param script what to give it in place of what was sent to its standard input
   */
  HostCommandOverSsh(String command, UnaryOperator<byte[]> script) {
    this.command = command;
    this.script = script;
  }

  @Override
  public void setInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    // What it says there goes with its standard output nowhere: the client does not read it.
  }

  @Override
  public void setExitCallback(ExitCallback exit) {
    this.exit = exit;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.ofVirtual()
        .start(
            () -> {
              try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(script.apply(in.readAllBytes()));
              } catch (IOException e) {
                return; // the connection was cut
              }
            });
    Thread.ofVirtual()
        .start(
            () -> {
              try (InputStream stdout = process.getInputStream()) {
                stdout.transferTo(out);
                out.flush();
                exit.onExit(process.waitFor());
              } catch (IOException | InterruptedException e) {
                return; // the connection was cut
              }
            });
  }

  @Override
  public void destroy(ChannelSession channel) {
    // Left to itself.
  }
}
