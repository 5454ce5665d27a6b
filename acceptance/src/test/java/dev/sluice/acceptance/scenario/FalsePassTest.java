package dev.sluice.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Candidates that a prover who looks only at signs of life would let through. {@link MatrixTest}
 * has one that is refused in silence, {@link ControlsTest} one that dies in its second boot.
 */
@Tag("vm")
class FalsePassTest {
  private final Desk desk = Desk.open();
  private final Example example = Example.copyOn(desk);

  @AfterEach
  void close() {
    desk.close();
  }

  private Ended prove(String version, String channel) {
    return desk.sluice(
        "prove",
        "channel",
        version,
        example.channel(channel),
        "--json",
        "--pipeline",
        example.pipeline());
  }

  @Test
  void anOopsThatDoesNotPanicIsAFailure() {
    example.onlySensor("7.15").on(GuestFiles.original().withoutParameter("oops=panic"));

    // The dead sensor holds what the next question waits for. What the console shows ends that
    // wait; the deadline of an image that was never measured would be minutes later.
    Ended ended =
        desk.startSluice(
                "prove",
                "channel",
                "291",
                example.channel("291-bad"),
                "--json",
                "--pipeline",
                example.pipeline())
            .endedWithin(Duration.ofSeconds(110));

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).cause())
        .contains("the kernel failed", "page fault in evaluate", "and went on");
  }

  @Test
  void anOopsThatNoVerbNoticesIsAFailure() {
    // Whatever the sensor's state, this machine says that all is well with what it was given.
    String says =
        """
        #!/bin/sh
        case $1 in
          in-force) echo "sensor 7.15"; echo "channel 29$(cat /tmp/taken)" ;;
          take) echo 1 > /tmp/taken; echo 1 > /sys/module/sensor/parameters/reload ;;
          probe) case $2 in *threat*) exit 1 ;; *) exit 0 ;; esac ;;
        esac
        exit 0
        """;
    example
        .onlySensor("7.15")
        .on(
            GuestFiles.original()
                .withoutParameter("oops=panic")
                .with("bin/sensorctl", says)
                .beforeTheSensor(
                    // The ninth byte of a channel file is the version's lowest: 34 is 290.
                    "n=$(od -An -tu1 -j 8 -N 1 /var/lib/sensor/channel.bin)",
                    "echo $((n - 34)) > /tmp/taken"));

    Ended ended = prove("291", "291-bad");

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).lastCheck()).isEqualTo("healthy failed");
  }

  @Test
  void aVersionThatTheApplicationDoesNotPrintIsNotInForce() {
    example.onlySensor("7.16");

    Ended ended = prove("293", "291-fixed");

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("in force");
  }

  @Test
  void anApplicationThatSaysAnotherVersionIsNotInForce() {
    example.onlySensor("7.15");

    Ended ended =
        desk.sluice(
            "prove",
            "sensor",
            "7.17",
            example.sensor("7.16"),
            "--json",
            "--pipeline",
            example.pipeline());

    assertThat(ended.status()).as(ended.out()).isEqualTo(1);
    assertThat(Result.of(ended).cause()).contains("7.16").contains("in force");
  }
}
