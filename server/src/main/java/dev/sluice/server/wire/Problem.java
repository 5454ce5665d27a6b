package dev.sluice.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * Why a request was not carried out (RFC 9457, {@code application/problem+json}).
 *
 * @param type a page of the documentation, relative: {@code /problems/wrong-digest}
 * @param title the same for every problem of the type
 * @param detail what was wrong here, the limit and the way out
 * @param trace for who looks into the server's log
 */
public record Problem(
    String type, String title, int status, String detail, @Nullable String trace) {}
