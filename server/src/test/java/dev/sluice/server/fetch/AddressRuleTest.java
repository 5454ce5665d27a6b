package dev.sluice.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "127.0.0.1",
        "127.9.9.9",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001:db8::1",
        "2001::1",
        "64:ff9b:1::1",
        "4000::1"
      })
  void theServerDoesNotFetchFrom(String address) throws Exception {
    assertThat(AddressRule.PUBLIC.refusal("host", InetAddress.getByName(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.0.1",
        "172.32.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808"
      })
  void theServerFetchesFrom(String address) throws Exception {
    assertThat(AddressRule.PUBLIC.refusal("host", InetAddress.getByName(address))).isEmpty();
  }

  @Test
  void aHostThatWasAllowedMayBePrivate() throws Exception {
    AddressRule rule = new AddressRule(Set.of("mirror.corp"));
    InetAddress address = InetAddress.getByName("10.0.0.1");
    assertThat(rule.refusal("mirror.corp", address)).isEmpty();
    assertThat(rule.refusal("other.corp", address).orElseThrow())
        .contains("other.corp is 10.0.0.1 (private)", "--fetch-from");
  }
}
