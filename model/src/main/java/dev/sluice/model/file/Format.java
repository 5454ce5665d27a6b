package dev.sluice.model.file;

import java.util.function.BiPredicate;

/**
 * A kind of file that people write.
 *
 * @param noun what people call such a file, in the middle of a sentence: {@code pipeline file}
 * @param fileName what it is usually called
 * @param maxBytes larger files are refused unread
 * @param maxValues keys and values; keeps what compares parts of a file with one another from
 *     taking long
 * @param whenTooMany what to do about more of them
 * @param refused reports a key that no such file may have, and says whether it did; asked about
 *     keys that are not known
 */
public record Format(
    String noun,
    String fileName,
    KeyTable keys,
    int maxBytes,
    int maxValues,
    String whenTooMany,
    BiPredicate<Findings, Node.Scalar> refused) {}
