/**
 * What a network is made of, in words that fit into a few lines of YAML. Start reading at {@link
 * org.arbit.supernet.network.NetworkDescription}.
 */
@NullMarked
package org.arbit.supernet.network;

import org.jspecify.annotations.NullMarked;
