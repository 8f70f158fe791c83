/**
 * Baselines and bounds as ordinary agents. Start reading at {@link
 * org.arbit.agents.baseline.NetworkRun}, which all of them share.
 */
@NullMarked
package org.arbit.agents.baseline;

import org.jspecify.annotations.NullMarked;
