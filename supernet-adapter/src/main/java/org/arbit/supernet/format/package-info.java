/**
 * Files: atomic writing, safetensors, checkpoints of super-networks. Start reading at {@link
 * org.arbit.supernet.format.SuperNetCheckpoint}.
 */
@NullMarked
package org.arbit.supernet.format;

import org.jspecify.annotations.NullMarked;
