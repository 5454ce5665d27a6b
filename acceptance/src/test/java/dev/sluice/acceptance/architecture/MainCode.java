package dev.sluice.acceptance.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;

/** The classes of all modules but their tests, read once. */
final class MainCode {
  static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(MainCode::isMainCode).importPackages("dev.sluice");

  private MainCode() {}

  // ArchUnit's own option knows target/test-classes only; our build folders lie deeper at times.
  private static boolean isMainCode(Location location) {
    return !location.contains("/test-classes/");
  }
}
