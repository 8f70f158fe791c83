package org.arbit.supernet;

/**
 * A linear head at which a sample may leave the network early.
 *
 * @param beforeLayer index of the searchable layer before which the sample may leave
 * @param macs multiply-accumulate operations of the head for one sample; it runs at 8/8 bits
 */
public record ExitSpec(int beforeLayer, long macs) {}
