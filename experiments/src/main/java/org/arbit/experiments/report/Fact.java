package org.arbit.experiments.report;

/**
 * A name and a text beside it: a setting, a property of the data, a command and what it does.
 *
 * @param name what it is
 * @param value its text, shown as it is
 */
public record Fact(String name, String value) {}
