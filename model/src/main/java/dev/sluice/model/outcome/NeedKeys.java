package dev.sluice.model.outcome;

import static dev.sluice.model.file.Key.Type.DATE;
import static dev.sluice.model.file.Key.Type.DURATION;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NAME;
import static dev.sluice.model.file.Key.Type.NAMES;
import static dev.sluice.model.file.Key.Type.NEEDS;
import static dev.sluice.model.file.Key.Type.NUMBER;
import static dev.sluice.model.file.Key.Type.TEXT;
import static dev.sluice.model.file.Key.Type.WORD;

import dev.sluice.model.file.Key;
import java.util.List;

/** The keys of what is written under {@code needs} and {@code runs}; of policy and waivers. */
final class NeedKeys {
  /** The path under which the keys of a need stand, wherever it is written. */
  static final String PATH = "need";

  static final List<Key> ALL =
      List.of(
          Key.of(
              "need.need",
              NEEDS,
              "One thing, or several, when there is more to say of it than that it is needed.",
              "need: badge-printer"),
          Key.of("need.all", NEEDS, "All of them.", "all: [records, network]"),
          Key.of("need.any", NEEDS, "One of them is enough.", "any: [fibre, mobile]"),
          Key.of("need.at-least", NUMBER, "How many of those under of are enough.", "at-least: 2")
              .needed("with of")
              .allowed("1 to the number of those under of"),
          Key.of("need.of", NEEDS, "What at-least counts.", "of: [lift-a, lift-b, lift-c]")
              .needed("with at-least"),
          Key.of("need.hosts", NUMBER, "How many working hosts are enough.", "hosts: 2")
              .needed("with in")
              .allowed("1 to the hosts of the group"),
          Key.of("need.in", NAME, "The group in which hosts counts.", "in: ward-pcs")
              .needed("with hosts"),
          Key.of(
                  "need.without",
                  WORD,
                  "What happens without it: the one that needs it is lost too, or goes on unaffected.",
                  "without: unaffected")
              .standard("lost")
              .allowed("lost", "unaffected"),
          Key.of(
              "need.degraded",
              TEXT,
              "Without it things go on in a worse way: in which.",
              "degraded: badges are written by hand"),
          Key.of(
                  "need.holds-for",
                  DURATION,
                  "How long its lack is bridged: by a battery, a cache, a stock.",
                  "holds-for: 2 h")
              .standard("0 s")
              .allowed("0 s to 365 d"),
          Key.of(
                  "need.only",
                  WORD,
                  "Needed to start and not while running. This is how a circle is broken.",
                  "only: at-start")
              .allowed("at-start"),
          Key.of(
              "policy",
              MAPPING,
              "What sluice check holds this file to.",
              """
              policy:
                no-single-point: [admission]
                exercised-within: 180"""),
          Key.of(
              "policy.no-single-point",
              NAMES,
              "The outcomes that no single failure may lose while no tried fallback stands in.",
              "no-single-point: [admission]"),
          Key.of(
                  "policy.exercised-within",
                  NUMBER,
                  "Days within which a fallback must have been tried; after them it does not count."
                      + " Where this is written, sluice check asks it of every fallback.",
                  "exercised-within: 180")
              .standard("365, and sluice check only counts")
              .allowed("1 to 3,650"),
          Key.of(
              "waivers",
              MAPPING,
              "Risks that are accepted knowingly, by name.",
              """
              waivers:
                one-switch:
                  accepts: core-switch
                  for: [admission]
                  reason: the second one is ordered
                  until: 2027-03-01"""),
          Key.of(
                  "waivers.NAME.accepts",
                  NAME,
                  "The thing on whose failure outcomes hang.",
                  "accepts: core-switch")
              .needed("always")
              .allowed("a name of this file", "untried-fallback"),
          Key.of("waivers.NAME.for", NAMES, "Which outcomes.", "for: [admission]").needed("always"),
          Key.of("waivers.NAME.reason", TEXT, "Why.", "reason: the second one is ordered")
              .needed("always"),
          Key.of(
                  "waivers.NAME.until",
                  DATE,
                  "The last day on which it counts.",
                  "until: 2027-03-01")
              .needed("always"));

  private NeedKeys() {}
}
