package dev.sluice.proving.environment.sandbox;

/** What a shell's exit status says, in words. */
final class Statuses {
  private Statuses() {}

  /** Such as {@code status 139, segmentation fault}. */
  static String words(int status) {
    String meaning =
        switch (status) {
          case 0 -> "and nothing of it runs on";
          case 126 -> "it may not be run";
          case 127 -> "there is no such program";
          case 132 -> "illegal instruction";
          case 133 -> "trap";
          case 134 -> "aborted";
          case 135 -> "bus error";
          case 136 -> "arithmetic error";
          case 137 -> "killed";
          case 139 -> "segmentation fault";
          case 141 -> "broken pipe";
          case 143 -> "terminated";
          case 152 -> "out of processor time";
          case 153 -> "a file beyond its bound";
          case 159 -> "forbidden system call";
          default -> status > 128 ? "signal " + (status - 128) : "";
        };
    return "status " + status + (meaning.isEmpty() ? "" : ", " + meaning);
  }
}
