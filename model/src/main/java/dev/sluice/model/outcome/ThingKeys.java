package dev.sluice.model.outcome;

import static dev.sluice.model.file.Key.Type.DURATION;
import static dev.sluice.model.file.Key.Type.MAPPING;
import static dev.sluice.model.file.Key.Type.NAME;
import static dev.sluice.model.file.Key.Type.NAMED;
import static dev.sluice.model.file.Key.Type.NEEDS;
import static dev.sluice.model.file.Key.Type.NUMBER;
import static dev.sluice.model.file.Key.Type.TEXT;
import static dev.sluice.model.file.Key.Type.WORD;

import dev.sluice.model.file.Key;
import java.util.ArrayList;
import java.util.List;

/** The keys of what outcomes hang on. */
final class ThingKeys {
  /** What vendors supply. Replays of what happened elsewhere go by these. */
  static final String[] SORTS = {
    "edr",
    "os",
    "identity",
    "cdn",
    "cloud",
    "dns",
    "mail",
    "mobile",
    "network",
    "time",
    "browser",
    "phone",
    "payments",
    "records",
    "power",
    "device",
    "other"
  };

  static final List<Key> ALL = all();

  private ThingKeys() {}

  private static List<Key> all() {
    List<Key> keys = new ArrayList<>();
    keys.add(
        Key.of(
            "groups",
            MAPPING,
            "Hosts that are alike and do the same work, by name.",
            """
            groups:
              ward-pcs: { hosts: 12, runs: [windows, sensor], at: clinic }"""));
    keys.add(
        Key.of("groups.NAME.hosts", NUMBER, "How many hosts there are.", "hosts: 12")
            .needed("where a quorum of the group is needed")
            .allowed("1 to 1,000,000,000"));
    keys.add(
        Key.of(
                "groups.NAME.runs",
                NEEDS,
                "The artifacts on its hosts: when one fails, its hosts fail, unless it says otherwise"
                    + " here. With @ the version that they run. [] when there are none.",
                "runs: [windows, sensor@7.16]")
            .standard("not known: what a vendor's or artifact's failure does here is not known"));
    keys.add(
        Key.of(
                "groups.NAME.recovers-in",
                DURATION,
                "How long it takes until one host that was taken down is back.",
                "recovers-in: 30 m")
            .standard("not known")
            .allowed("1 s to 365 d"));
    common(keys, "groups.NAME", "the PCs on the wards", "what its hosts hang on besides");
    keys.add(
        Key.of(
            "services",
            MAPPING,
            "What runs somewhere and serves others, by name.",
            """
            services:
              records: { needs: [records-servers, network] }"""));
    common(keys, "services.NAME", "the records of patients", "what it hangs on");
    keys.add(
        Key.of(
            "vendors",
            MAPPING,
            "Companies whose failure, or whose bad release, would be felt here. The short form of"
                + " a vendor is the kind alone.",
            "vendors: { example-edr: edr, example-cloud: cloud }"));
    keys.add(
        Key.of("vendors.NAME.kind", WORD, "What the vendor supplies.", "kind: edr")
            .needed("always")
            .allowed(SORTS));
    common(keys, "vendors.NAME", "the maker of the sensor", "what the vendor itself hangs on");
    keys.add(
        Key.of(
            "artifacts",
            MAPPING,
            "Streams of versions that hosts run, code and data alike. The short form of an artifact"
                + " is its vendor alone.",
            "artifacts: { sensor: example-edr, windows: example-os }"));
    keys.add(
        Key.of(
                "artifacts.NAME.vendor",
                NAME,
                "Whose it is. When the vendor fails, so does the artifact; own when it is yours.",
                "vendor: example-edr")
            .standard("not known: what a vendor's failure does to it is not known")
            .allowed("a name under vendors", "own"));
    common(
        keys,
        "artifacts.NAME",
        "the sensor against malware",
        "what it hangs on besides, such as a service");
    keys.add(
        Key.of(
            "sites",
            NAMED,
            "Buildings and rooms: what can lose power, or burn.",
            "sites: [clinic]"));
    common(
        keys,
        "sites.NAME",
        "the house in Birch Street",
        "what the site hangs on, such as a power supplier");
    keys.add(
        Key.of(
            "credentials",
            NAMED,
            "Keys, certificates and accounts that things cannot do without.",
            "credentials: [domain-certificate]"));
    common(keys, "credentials.NAME", "the certificate of the domain", "what it hangs on");
    keys.add(
        Key.of(
            "people",
            NAMED,
            "Roles that somebody must fill: only one who knows how is a single point of failure.",
            "people: [nurse, it-on-call]"));
    keys.add(
        Key.of(
                "people.NAME.count",
                NUMBER,
                "How many people can do it. From two on the role is no single point of failure.",
                "count: 24")
            .standard("not known: taken for one")
            .allowed("1 to 1,000,000,000"));
    common(keys, "people.NAME", "a nurse on duty", "what they cannot do without, such as a phone");
    return List.copyOf(keys);
  }

  private static void common(List<Key> keys, String owner, String example, String needs) {
    keys.add(Key.of(owner + ".says", TEXT, "What people call it.", "says: " + example));
    if (!owner.startsWith("vendors") && !owner.startsWith("artifacts")) {
      Key at =
          Key.of(owner + ".at", NAME, "The site where it is: lost with the site.", "at: clinic");
      keys.add(
          owner.startsWith("groups")
              ? at.standard("not known: what a site's failure does here is not known")
              : at.standard("at no site"));
    }
    Key key = Key.of(owner + ".needs", NEEDS, sentence(needs), "needs: [network]");
    keys.add(
        owner.startsWith("services")
            ? key.standard("not known: no failure leaves it safely alone; [] when nothing")
            : key.standard("nothing"));
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
