package dev.sluice.server.event;

/**
 * One difference between two pipeline files.
 *
 * @param sentence for people: {@code channel: the check "catches" is removed}
 * @param weaker whether it weakens a check, limit, budget or role, so that a second person is
 *     needed
 */
public record Change(String sentence, boolean weaker) {}
