package dev.sluice.model.pipeline;

/** A value with the place it was read from, for rules that compare parts of the file. */
record Located<T>(T value, Span span) {}
