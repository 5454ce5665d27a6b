package dev.sluice.server.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Whether an address belongs to the public Internet, by the special-purpose registries of IANA (RFC
 * 6890): what only this machine or its networks can reach must not be read out by a submitter.
 */
final class PublicAddress {
  private static final List<Block> PRIVATE_4 =
      List.of(
          new Block("00000000", 8),
          new Block("0a000000", 8),
          new Block("64400000", 10),
          new Block("7f000000", 8),
          new Block("a9fe0000", 16),
          new Block("ac100000", 12),
          new Block("c0000000", 24),
          new Block("c0000200", 24),
          new Block("c0586300", 24),
          new Block("c0a80000", 16),
          new Block("c6120000", 15),
          new Block("c6336400", 24),
          new Block("cb007100", 24),
          new Block("e0000000", 4),
          new Block("f0000000", 4));

  /** Of IPv6 only this is given out at all. */
  private static final Block GLOBAL_6 = new Block("2000".concat("0".repeat(28)), 3);

  private static final List<Block> PRIVATE_6 =
      List.of(
          new Block("20010000".concat("0".repeat(24)), 23),
          new Block("20010db8".concat("0".repeat(24)), 32),
          // 6to4: an IPv4 address stands in it, which may be any.
          new Block("20020000".concat("0".repeat(24)), 16),
          new Block("3fff0000".concat("0".repeat(24)), 20));

  private PublicAddress() {}

  private record Block(String hex, int bits) {
    boolean has(byte[] address) {
      byte[] from = HexFormat.of().parseHex(hex);
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((from[bit / 8] & mask) != (address[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return isPublic4(bytes);
    }
    if (isMapped(bytes)) {
      return isPublic4(Arrays.copyOfRange(bytes, 12, 16));
    }
    return GLOBAL_6.has(bytes) && PRIVATE_6.stream().noneMatch(block -> block.has(bytes));
  }

  private static boolean isPublic4(byte[] bytes) {
    return PRIVATE_4.stream().noneMatch(block -> block.has(bytes));
  }

  /** {@code ::ffff:0:0/96}; Java makes an IPv4 address of it, unless told not to. */
  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
  }

  /**
   * The address to connect to.
   *
   * @throws UnknownHostException when there is none, or one of a name's addresses is not public: a
   *     name that points at both is somebody's trick
   */
  static InetAddress of(String host, boolean privateToo) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(host);
    for (InetAddress one : all) {
      if (!privateToo && !isPublic(one)) {
        throw new UnknownHostException(
            host + " is " + one.getHostAddress() + ", which is no public address");
      }
    }
    return all[0];
  }
}
