package dev.sluice.server.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses the server may fetch from: public ones, and those hosts that the operator allowed
 * by name.
 *
 * @param allowedHosts as they stand in URLs, lower case
 */
public record AddressRule(Set<String> allowedHosts) {
  /** Public addresses alone. */
  public static final AddressRule PUBLIC = new AddressRule(Set.of());

  public AddressRule {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /** Why an address that a host resolved to may not be called; empty when it may. */
  public Optional<String> refusal(String host, InetAddress address) {
    if (allowedHosts.contains(host)) {
      return Optional.empty();
    }
    return kind(address)
        .map(
            kind ->
                "%s is %s (%s), which the server does not fetch from; allow the host by --fetch-from"
                    .formatted(host, address.getHostAddress(), kind));
  }

  /** What is not public about it; empty when it is public. */
  static Optional<String> kind(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address.isAnyLocalAddress()) {
      return Optional.of("no address");
    }
    if (address.isLoopbackAddress()) {
      return Optional.of("this machine");
    }
    if (address.isLinkLocalAddress()) {
      return Optional.of("link-local");
    }
    if (address.isMulticastAddress()) {
      return Optional.of("multicast");
    }
    if (address.isSiteLocalAddress()) {
      return Optional.of("private");
    }
    return switch (address) {
      case Inet4Address _ -> kind4(bytes);
      case Inet6Address _ -> kind6(bytes);
      default -> Optional.of("unknown");
    };
  }

  private static Optional<String> kind4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    // IANA's registry of special-purpose addresses (RFC 6890).
    if (a == 0) {
      return Optional.of("this network");
    }
    if (a == 100 && b >= 64 && b < 128) {
      return Optional.of("shared by a carrier");
    }
    if ((a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 198 && (b == 18 || b == 19 || (b == 51 && c == 100)))
        || (a == 203 && b == 0 && c == 113)) {
      return Optional.of("reserved");
    }
    return a >= 240 ? Optional.of("reserved") : Optional.empty();
  }

  private static Optional<String> kind6(byte[] bytes) {
    if ((bytes[0] & 0xfe) == 0xfc) {
      return Optional.of("unique local");
    }
    // An IPv4 address in another dress is judged as what it is: mapped, compatible, NAT64, 6to4.
    if ((isZero(bytes, 0, 10) && bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff)
        || isZero(bytes, 0, 12)
        || (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b) && isZero(bytes, 4, 12))) {
      return inner(bytes, 12);
    }
    if (startsWith(bytes, 0x20, 0x02)) {
      return inner(bytes, 2);
    }
    if (startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8) || startsWith(bytes, 0x01, 0x00)) {
      return Optional.of("reserved");
    }
    // Teredo and NAT64 of a local prefix carry addresses in ways that are not worth trusting.
    if (startsWith(bytes, 0x20, 0x01, 0x00, 0x00) || startsWith(bytes, 0x00, 0x64, 0xff, 0x9b)) {
      return Optional.of("a tunnel");
    }
    return (bytes[0] & 0xe0) == 0x20 ? Optional.empty() : Optional.of("reserved");
  }

  private static Optional<String> inner(byte[] bytes, int from) {
    try {
      return kind(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] bytes, int... values) {
    for (int i = 0; i < values.length; i++) {
      if ((bytes[i] & 0xff) != values[i]) {
        return false;
      }
    }
    return true;
  }
}
