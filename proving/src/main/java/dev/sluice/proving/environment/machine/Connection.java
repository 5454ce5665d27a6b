package dev.sluice.proving.environment.machine;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One SSH connection that is logged in. Not safe for several threads. */
final class Connection implements AutoCloseable {
  private static final int OUTPUT_BOUND = 256 * 1024;
  private static final int CHANNEL_MILLIS = 30_000;

  private final Session session;

  Connection(Session session) {
    this.session = session;
  }

  /** A command that was handed to the machine. */
  final class Running implements AutoCloseable {
    private final ChannelExec channel;
    private final Answer answer;

    private Running(ChannelExec channel, Answer answer) {
      this.channel = channel;
      this.answer = answer;
    }

    /** Waits for its end, or the connection's; false when neither came so soon. */
    boolean ended(Duration within) throws InterruptedException {
      return answer.closed.await(Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS)
          || !session.isConnected();
    }

    /** What it has said, the first 256 KiB. */
    byte[] said() {
      return answer.bytes();
    }

    /** Its exit status; negative when the machine told none. */
    int status() {
      return channel.getExitStatus();
    }

    @Override
    public void close() {
      channel.disconnect();
    }
  }

  /** Filled by the connection's own thread. */
  private static final class Answer extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      kept.write(bytes, offset, Math.min(length, OUTPUT_BOUND - kept.size()));
    }

    synchronized byte[] bytes() {
      return kept.toByteArray();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /**
   * Hands a command to the user's login shell on the machine.
   *
   * @throws IOException when the connection does not take it
   */
  Running start(String command, byte[] input) throws IOException {
    try {
      var channel = (ChannelExec) session.openChannel("exec");
      var answer = new Answer();
      channel.setCommand(command);
      channel.setInputStream(new ByteArrayInputStream(input));
      channel.setOutputStream(answer);
      channel.setErrStream(OutputStream.nullOutputStream());
      channel.connect(CHANNEL_MILLIS);
      return new Running(channel, answer);
    } catch (JSchException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Copies files to the machine, making the folders that they lie in.
   *
   * @param folder on the machine; made when absent
   * @param files by the names they get below the folder, with slashes
   * @throws IOException when one does not get there in time
   */
  void copy(String folder, Map<String, Path> files, Duration limit)
      throws IOException, InterruptedException {
    var done = new CountDownLatch(1);
    List<IOException> failure = new java.util.concurrent.CopyOnWriteArrayList<>();
    Thread copier =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    copyAll(folder, files);
                  } catch (IOException e) {
                    failure.add(e);
                  } finally {
                    done.countDown();
                  }
                });
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it took longer than " + limit.toSeconds() + " s");
      }
    } finally {
      if (copier.isAlive() && done.getCount() > 0) {
        close(); // which ends the copier
      }
    }
    if (!failure.isEmpty()) {
      throw failure.getFirst();
    }
  }

  private void copyAll(String folder, Map<String, Path> files) throws IOException {
    ChannelSftp sftp = null;
    String at = folder;
    try {
      sftp = (ChannelSftp) session.openChannel("sftp");
      sftp.connect(CHANNEL_MILLIS);
      makeFolders(sftp, folder, "");
      for (Map.Entry<String, Path> file : files.entrySet()) {
        at = file.getKey();
        int slash = at.lastIndexOf('/');
        if (slash > 0) {
          makeFolders(sftp, folder, at.substring(0, slash));
        }
        try (InputStream in = Files.newInputStream(file.getValue())) {
          sftp.put(in, escaped(folder + "/" + at));
        }
        if (Files.isExecutable(file.getValue())) {
          sftp.chmod(0755, escaped(folder + "/" + at));
        }
      }
    } catch (JSchException | SftpException e) {
      throw new IOException(at + ": " + e.getMessage(), e);
    } finally {
      if (sftp != null) {
        sftp.disconnect();
      }
    }
  }

  private static void makeFolders(ChannelSftp sftp, String folder, String below)
      throws SftpException {
    makeFolder(sftp, folder);
    StringBuilder path = new StringBuilder(folder);
    for (String part : below.split("/", -1)) {
      if (!part.isEmpty()) {
        makeFolder(sftp, path.append('/').append(part).toString());
      }
    }
  }

  private static void makeFolder(ChannelSftp sftp, String folder) throws SftpException {
    try {
      if (sftp.stat(escaped(folder)).isDir()) {
        return;
      }
    } catch (SftpException e) {
      if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        throw e;
      }
    }
    sftp.mkdir(escaped(folder));
  }

  /** The library takes paths for patterns. */
  private static String escaped(String path) {
    return path.replaceAll("([*?\\\\])", "\\\\$1");
  }

  @Override
  public void close() {
    session.disconnect();
  }
}
