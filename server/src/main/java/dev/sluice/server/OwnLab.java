package dev.sluice.server;

import dev.sluice.server.runner.Machinery;
import dev.sluice.server.runner.RunWork;
import dev.sluice.server.runner.RunnerNotes;
import dev.sluice.trust.key.LabKey;

/**
 * What the runner in the server's own process needs.
 *
 * @param key what its work is signed with
 * @param machinery what it offers, and how many runs it makes at once
 * @param notes told what it does
 */
public record OwnLab(RunWork work, LabKey key, Machinery machinery, RunnerNotes notes) {}
