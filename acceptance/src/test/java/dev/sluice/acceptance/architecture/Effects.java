package dev.sluice.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What a decision must not touch. */
final class Effects {
  private static final Set<String> PACKAGES =
      Set.of(
          "java.io",
          "java.nio.channels",
          "java.nio.file",
          "java.net",
          "java.net.http",
          "java.lang.foreign",
          "java.util.concurrent",
          "java.util.logging",
          "org.slf4j");

  private static final Set<String> TYPES =
      Set.of(
          Clock.class.getName(),
          InstantSource.class.getName(),
          Random.class.getName(),
          RandomGenerator.class.getName(),
          System.class.getName(),
          System.Logger.class.getName(),
          Thread.class.getName(),
          Process.class.getName(),
          ProcessBuilder.class.getName());

  // Every enum and lambda may name it; it does nothing by itself.
  private static final String HARMLESS = "java.io.Serializable";

  static final DescribedPredicate<JavaClass> REACHING_OUTSIDE =
      describe(
          "reach outside: disk, network, clock, chance, threads or a log",
          type ->
              !type.getName().equals(HARMLESS)
                  && (PACKAGES.contains(type.getPackageName()) || TYPES.contains(type.getName())));

  private Effects() {}
}
