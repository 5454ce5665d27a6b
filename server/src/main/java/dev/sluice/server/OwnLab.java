package dev.sluice.server;

import dev.sluice.proving.lab.LabFolders;
import dev.sluice.server.runner.Machinery;
import dev.sluice.server.runner.RunnerNotes;
import dev.sluice.trust.key.LabKey;

/**
 * What the runner in the server's own process needs of the machine.
 *
 * @param notes told what it does
 */
public record OwnLab(LabFolders folders, LabKey key, Machinery machinery, RunnerNotes notes) {}
