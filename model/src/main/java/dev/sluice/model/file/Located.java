package dev.sluice.model.file;

/** A value with the place it was read from, for rules that compare parts of the file. */
public record Located<T>(T value, Span span) {}
