package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.event.Role;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PermissionTest {
  @Test
  void eachRoleHasThesePermissionsAndNoOthers() {
    String table =
        Arrays.stream(Role.values())
            .map(
                role ->
                    role.word()
                        + ": "
                        + Arrays.stream(Permission.values())
                            .filter(permission -> permission.isOf(role))
                            .map(Permission::name)
                            .collect(Collectors.joining(" ")))
            .collect(Collectors.joining("\n"));
    assertThat(table)
        .isEqualTo(
            """
            viewer: OPEN KNOWN READ FETCH
            submitter: OPEN KNOWN READ FETCH STORE SUBMIT REJECT
            approver: OPEN KNOWN READ FETCH APPROVE REJECT
            operator: OPEN KNOWN READ FETCH OPERATE
            admin: OPEN KNOWN READ FETCH STORE SUBMIT APPROVE REJECT OPERATE RUN ADMINISTER
            runner: OPEN KNOWN FETCH STORE RUN""");
  }
}
