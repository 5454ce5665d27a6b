package dev.sluice.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:7f00:1::1",
        "3fff::1"
      })
  void whatOnlyThisMachineOrItsNetworksReachIsNotPublic(String address)
      throws UnknownHostException {
    assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isFalse();
    assertThatThrownBy(() -> PublicAddress.of(address, false))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("no public address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1"
      })
  void theNeighboursOfThoseBlocksArePublic(String address) throws UnknownHostException {
    assertThat(PublicAddress.isPublic(InetAddress.getByName(address))).isTrue();
    assertThat(PublicAddress.of(address, false)).isEqualTo(InetAddress.getByName(address));
  }

  @Test
  void anIpv4AddressInIpv6ClothesIsStillOne() throws UnknownHostException {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff0a000001");

    assertThat(PublicAddress.isPublic(Inet6Address.getByAddress(null, mapped, -1))).isFalse();
  }

  @Test
  void whoAllowsPrivateAddressesGetsThem() throws UnknownHostException {
    assertThat(PublicAddress.of("127.0.0.1", true).isLoopbackAddress()).isTrue();
  }
}
