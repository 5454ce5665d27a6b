package dev.sluice.proving.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTroubleTest {
  private static ConsoleTrouble trouble(String console) {
    return ConsoleTrouble.find(console).orElseThrow(() -> new AssertionError("no trouble seen"));
  }

  /** A console that was kept with the example, as real machines printed it. */
  private static String kept(String name) throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    Path root = folder.endsWith("proving") ? folder.resolve("..") : folder;
    return Files.readString(root.resolve("examples/kernel-sensor/consoles").resolve(name));
  }

  @Test
  void theOutageInMiniatureIsOneSentence() throws IOException {
    assertThat(trouble(kept("7.15-291-bad.log")).sentence())
        .isEqualTo(
            "the kernel panicked 1.7 s into the boot, while sensor.ko was loading"
                + " (page fault in evaluate)");
  }

  @Test
  void aRestoredMachinesTimeIsThatSinceTheRunBegan() {
    String panic = "[   56.420000] Kernel panic - not syncing: Fatal exception\n";

    assertThat(trouble(Restored.line(Duration.ofMillis(54_120)) + panic).sentence())
        .isEqualTo("the kernel panicked 2.3 s into the run (Fatal exception)");
    assertThat(trouble(panic).sentence())
        .isEqualTo("the kernel panicked 56.4 s into the boot (Fatal exception)");
    // Only the first line is the prover's.
    assertThat(trouble("up\n" + Restored.line(Duration.ofSeconds(54)) + panic).sentence())
        .contains("56.4 s into the boot");
  }

  @Test
  void theSecondBootsDeathIsOneSentence() throws IOException {
    assertThat(trouble(kept("7.15-late.log")).sentence())
        .isEqualTo(
            "the kernel panicked 2.6 s into the boot, while sensor.ko was loading"
                + " (page fault in evaluate)");
  }

  @Test
  void aMachineThatRejectedAFileIsInNoTrouble() throws IOException {
    assertThat(ConsoleTrouble.find(kept("7.16-291-bad.log"))).isEmpty();
  }

  @Test
  void theLinesThatShowItAreFewAndInOrder() {
    assertThat(trouble(Consoles.PAGE_FAULT_IN_MODULE).lines())
        .containsExactly(
            "init: starting sensor.ko",
            "[    1.687151] BUG: unable to handle page fault for address: ffffc900000be000",
            "[    1.689124] RIP: 0010:evaluate+0x1fd/0x2c0 [sensor]",
            "[    1.696797] Kernel panic - not syncing: Fatal exception");
  }

  @Test
  void aCleanBootHasNoTrouble() {
    assertThat(ConsoleTrouble.find(Consoles.CLEAN_BOOT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\n",
        "[    0.0] Command line: panic=-1 oops=panic",
        "do not panic",
        "kernel panic is not what this line reports",
        "sensor: if the kernel panics, call us",
        "DEBUG: sensor has loaded 12 rules",
        "[    3.1] app: DEBUG: not syncing yet",
        "debug: Oops handler registered",
        "no bugs here",
        "HUNG_TASK detection enabled",
        "Out of memory handling is on",
        "[    0.1] rcu: RCU calculated value of scheduler-enlistment delay is 25 jiffies"
      })
  void anInnocentLineIsNoTrouble(String line) {
    assertThat(ConsoleTrouble.find(line)).isEmpty();
  }

  @Test
  void aPanicWithoutAModuleSaysItsReason() {
    assertThat(trouble(Consoles.INIT_KILLED).sentence())
        .isEqualTo(
            "the kernel panicked 2.1 s into the boot"
                + " (Attempted to kill init! exitcode=0x00007f00)");
  }

  @Test
  void theLineBeforeAPanicIsShownSinceItOftenSaysWhy() {
    assertThat(trouble(Consoles.NO_ROOT).lines().getFirst()).contains("Cannot open root device");
  }

  @Test
  void anOopsThatDoesNotPanicIsAKernelThatWentOn() {
    ConsoleTrouble trouble = trouble(Consoles.NULL_POINTER);

    assertThat(trouble.panicked()).isFalse();
    assertThat(trouble.sentence())
        .isEqualTo(
            "the kernel failed 17.3 s into the boot"
                + " (null pointer dereference in __list_add_valid) and went on");
  }

  @Test
  void runningOutOfMemoryIsTrouble() {
    assertThat(trouble(Consoles.OUT_OF_MEMORY).what()).isEqualTo("out of memory");
  }

  @Test
  void aSoftLockupNamesTheModuleThatSpins() {
    assertThat(trouble(Consoles.SOFT_LOCKUP).sentence())
        .isEqualTo(
            "the kernel failed 28.0 s into the boot, while sensor.ko was loading"
                + " (soft lockup in spin) and went on");
  }

  @Test
  void aSoftLockupOfAMachineThatWasKeptWaitingIsTheHosts() {
    String told = BusyHost.line(0.134, Duration.ofSeconds(20));

    ConsoleTrouble trouble = trouble(Consoles.SOFT_LOCKUP + told);

    assertThat(trouble.ofTheHost()).isTrue();
    assertThat(trouble.lines())
        .contains(
            "sluice: this host was busy: the machine got 13 % of a processor in the last 20 s");
    assertThat(trouble.sentence())
        .isEqualTo(
            "this host was too busy to let the machine run, and its kernel took that for a fault");
  }

  @ParameterizedTest
  @ValueSource(strings = {Consoles.SOFT_LOCKUP, Consoles.PAGE_FAULT_IN_MODULE + BUSY})
  void aBusyHostExcusesNothingButAStandstill(String console) {
    assertThat(trouble(console).ofTheHost()).isFalse();
  }

  private static final String BUSY =
      "sluice: this host was busy: the machine got 13 % of a processor in the last 20 s\n";

  @Test
  void aHungTaskIsTrouble() {
    assertThat(trouble(Consoles.HUNG_TASK).what()).isEqualTo("hung task");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          general protection fault, probably for non-canonical address | general protection fault
          traps: general protection fault: 0000 [#1]                   | general protection fault
          divide error: 0000 [#1] PREEMPT SMP                          | division by zero
          invalid opcode: 0000 [#1]                                    | invalid instruction
          kernel BUG at mm/slub.c:440!                                 | kernel BUG
          BUG: KASAN: use-after-free in load+0x1/0x2                   | memory error found by KASAN
          BUG: Bad page state in process swapper                       | kernel bug
          Oops: 0000 [#1] PREEMPT SMP                                  | kernel oops
          rcu: INFO: rcu_sched self-detected stall on CPU              | stalled processor
          """)
  void everyKindHasAName(String line, String what) {
    assertThat(trouble("[    1.0] " + line).what()).isEqualTo(what);
  }

  @Test
  void aPanicCutOffInTheMiddleIsStillAPanic() {
    String cut =
        Consoles.PAGE_FAULT_IN_MODULE.substring(
            0, Consoles.PAGE_FAULT_IN_MODULE.indexOf("not syncing") + "not syncing".length());

    assertThat(trouble(cut).what()).isEqualTo("page fault in evaluate");
    assertThat(trouble("[    1.6] Kernel panic - not syncing").panicked()).isTrue();
  }

  @Test
  void everyBeginningOfAConsoleCanBeRead() {
    String console = Consoles.PAGE_FAULT_IN_MODULE;
    for (int length = 0; length <= console.length(); length++) {
      ConsoleTrouble.find(console.substring(0, length))
          .ifPresent(t -> assertThat(t.sentence()).startsWith("the kernel "));
    }
  }

  @Test
  void aLineWithoutATimeGivesNone() {
    assertThat(trouble("Kernel panic - not syncing: Fatal exception").sentence())
        .isEqualTo("the kernel panicked (Fatal exception)");
  }

  @Test
  void hostileControlCharactersNeverReachATerminal() {
    String hostile =
        "\u001b[2J\u001b]0;owned\u0007"
            + "[    1.0] Kernel panic - not syncing: \u001b[31mred\u009b1m\u202Eback\u0000\u200Bx\n";

    ConsoleTrouble trouble = trouble("before\u001b[1A\r" + hostile);

    assertThat(trouble.sentence() + String.join("", trouble.lines()))
        .matches("[\\p{Print}\\P{Cntrl}]*")
        .doesNotContain("\u001b", "\u009b", "\u202E", "\u0007", "\u0000", "\u200B", "\r", "\n");
  }

  @Test
  void aLineIsShownOnlySoFar() {
    String line = ConsoleTrouble.clean("x".repeat(100_000));

    assertThat(line).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void aMebibyteOfNoiseIsReadInNoTime() {
    Random random = new Random(3);
    byte[] noise = new byte[1 << 20];
    random.nextBytes(noise);
    String console =
        new String(noise, java.nio.charset.StandardCharsets.ISO_8859_1)
            + "\n"
            + Consoles.PAGE_FAULT_IN_MODULE;

    long from = System.nanoTime();
    assertThat(ConsoleTrouble.find(console)).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aMebibyteOfLineEndsIsReadInNoTime() {
    long from = System.nanoTime();
    assertThat(ConsoleTrouble.find("\n".repeat(1 << 20))).isEmpty();
    assertThat(ConsoleTrouble.find("a".repeat(1 << 20))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void theFirstOfManyTroublesIsTheCause() {
    assertThat(trouble(Consoles.NULL_POINTER + Consoles.PAGE_FAULT_IN_MODULE).what())
        .isEqualTo("null pointer dereference in __list_add_valid");
  }
}
