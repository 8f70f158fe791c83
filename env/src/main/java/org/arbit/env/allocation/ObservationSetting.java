package org.arbit.env.allocation;

import java.util.List;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;

/**
 * What decides which entries an observation has.
 *
 * @param network the shape of the network
 * @param bitWidths its candidates
 * @param separate whether weights and activations have bit-widths of their own
 * @param hardBudget whether there is a hard budget
 * @param exits whether samples may leave early
 * @param featureNames the sample fields that the network gives
 */
public record ObservationSetting(
    NetworkSpec network,
    BitWidths bitWidths,
    boolean separate,
    boolean hardBudget,
    boolean exits,
    List<String> featureNames) {}
