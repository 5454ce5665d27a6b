package dev.sluice.trust.proof;

import dev.sluice.model.ArtifactName;
import dev.sluice.trust.key.LabPublicKey;
import java.util.List;
import java.util.Set;

/** What came of verifying a file that claims to be a proof. */
public sealed interface Verification {
  /**
   * It is a proof.
   *
   * @param signedBy the trusted keys whose signatures fitted, at least as many as were asked for
   * @param compared the artifacts whose digests the caller gave, all found equal; the others of the
   *     combination were not looked at
   */
  record Verified(Statement statement, List<LabPublicKey> signedBy, Set<ArtifactName> compared)
      implements Verification {
    public Verified {
      signedBy = List.copyOf(signedBy);
      compared = Set.copyOf(compared);
    }
  }

  /**
   * It is not.
   *
   * @param reason for people, without the file's name and without a full stop; safe for a terminal
   */
  record Refused(String reason) implements Verification {}
}
