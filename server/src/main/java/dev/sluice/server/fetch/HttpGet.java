package dev.sluice.server.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One GET to an address that was checked before. The JDK's client looks a name up by itself, so
 * that a name server could give it another address than the one checked; this one is told the
 * address.
 */
final class HttpGet implements AutoCloseable {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_HEADERS = 100;

  private final Socket socket;
  private final InputStream in;
  private final int status;
  private final Map<String, String> headers = new HashMap<>();

  private HttpGet(Socket socket, URI url) throws IOException {
    this.socket = socket;
    String target = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    if (url.getRawQuery() != null) {
      target += "?" + url.getRawQuery();
    }
    String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    socket
        .getOutputStream()
        .write(
            String.join(
                    "\r\n",
                    "GET " + target + " HTTP/1.1",
                    "Host: " + host,
                    "User-Agent: sluice",
                    "Accept: */*",
                    "Accept-Encoding: identity",
                    "Connection: close",
                    "",
                    "")
                .getBytes(StandardCharsets.US_ASCII));
    in = new BufferedInputStream(socket.getInputStream());
    String first = line();
    if (!first.matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) {
      throw new FetchException(url + " is answered by something that is no HTTP/1.1 server");
    }
    status = Integer.parseInt(first.substring(9, 12));
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() >= MOST_HEADERS) {
        throw new FetchException(url + " is answered with headers that are none, or too many");
      }
      headers.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
  }

  /**
   * Asks.
   *
   * @param address that of the URL's host
   * @param timeoutMillis to connect, and for each read
   * @param guard is given the socket before it waits for anything; may close it at any time
   */
  static HttpGet of(
      URI url, InetAddress address, SSLSocketFactory tls, int timeoutMillis, Consumer<Socket> guard)
      throws IOException {
    boolean secure = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    Socket socket = new Socket();
    try {
      guard.accept(socket);
      socket.connect(new InetSocketAddress(address, port), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      if (secure) {
        SSLSocket over = (SSLSocket) tls.createSocket(socket, url.getHost(), port, true);
        SSLParameters parameters = over.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        over.setSSLParameters(parameters);
        over.startHandshake();
        return new HttpGet(over, url);
      }
      return new HttpGet(socket, url);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  int status() {
    return status;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The body, however it is framed; its end is checked where the framing says it. */
  InputStream body() throws FetchException {
    if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
      return new Chunked();
    }
    String length = header("content-length");
    if (length.isEmpty()) {
      return in;
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw new FetchException("the answer's Content-Length is no number");
    }
    return new Counted(Long.parseLong(length));
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new FetchException("the answer broke off");
      }
      if (text.length() >= LONGEST_LINE) {
        throw new FetchException("the answer has a line that is too long");
      }
      text.append((char) c);
    }
    return text.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private class Counted extends InputStream {
    private long left;

    Counted(long left) {
      this.left = left;
    }

    boolean more() throws IOException {
      return left > 0;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (!more()) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(left, length));
      if (read < 0) {
        throw new FetchException("the answer broke off");
      }
      left -= read;
      return read;
    }
  }

  private final class Chunked extends Counted {
    private boolean begun;
    private boolean ended;

    Chunked() {
      super(0);
    }

    @Override
    boolean more() throws IOException {
      if (super.more()) {
        return true;
      }
      if (ended) {
        return false;
      }
      if (begun && !line().isEmpty()) {
        throw new FetchException("the answer's chunks are broken");
      }
      begun = true;
      String size = line().replaceFirst(";.*", "").strip();
      if (!size.matches("[0-9a-fA-F]{1,8}")) {
        throw new FetchException("the answer's chunks are broken");
      }
      super.left = Long.parseLong(size, 16);
      ended = super.left == 0;
      return !ended;
    }
  }
}
