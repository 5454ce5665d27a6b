package dev.sluice.model.pipeline;

import static dev.sluice.model.file.Key.Type.FILE;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.SIZE;
import static dev.sluice.model.file.Key.Type.TEXT;
import static dev.sluice.model.file.Key.Type.TEXTS;
import static dev.sluice.model.file.Key.Type.WORD;

import dev.sluice.model.file.Key;
import java.util.List;

/**
 * The keys of a Debian system made from packages, which two drivers have in places of their own.
 */
final class RecipeKeys {
  private RecipeKeys() {}

  static List<Key> beneath(String path) {
    return List.of(
        Key.of(path + ".suite", WORD, "The release of Debian.", "suite: bookworm")
            .needed("always")
            .allowed("bullseye", "bookworm", "trixie"),
        Key.of(
                path + ".packages",
                TEXTS,
                "Packages beyond those that every such system has, with what they depend on.",
                "packages: [clamav, clamav-daemon]")
            .standard("none")
            .allowed("names of packages, with =VERSION for one version"),
        Key.of(
                path + ".neighbours",
                TEXTS,
                "Packages that are no part of the product but that hosts run beside it: half of the"
                    + " harm is done between two programs.",
                "neighbours: [postgresql, auditd]")
            .standard("none"),
        Key.of(
                path + ".files",
                MAPPING,
                "Files and folders beside the pipeline file, and where they go on the machine.",
                "files: { guest/quarantine.service: /etc/systemd/system/quarantine.service }")
            .standard("none")
            .allowed("a path in the folder, then an absolute path on the machine"),
        Key.of(
                path + ".run",
                FILE,
                "A script, run once with sh in the new system, after the files are there.",
                "run: guest/set-up.sh")
            .standard("none"),
        Key.of(path + ".disk", SIZE, "The size of the system's disk.", "disk: 4 GiB")
            .standard("2 GiB")
            .allowed("256 MiB to 64 GiB, in whole MiB"),
        Key.of(
                path + ".locale",
                TEXT,
                "The system's locale. In tr_TR, for one, the small letter of I is not i.",
                "locale: tr_TR.UTF-8")
            .standard("C.UTF-8")
            .allowed("language, country and character set, such as de_DE.UTF-8"),
        Key.of(path + ".time-zone", TEXT, "The system's time zone.", "time-zone: Asia/Kolkata")
            .standard("UTC")
            .allowed("a name of the time zone database, such as Europe/Zurich"));
  }
}
