/**
 * Environments around environments, and vectors around vectors. Start reading at {@link
 * org.arbit.env.wrappers.EnvWrapper} and {@link org.arbit.env.wrappers.VectorEnvWrapper}.
 */
@NullMarked
package org.arbit.env.wrappers;

import org.jspecify.annotations.NullMarked;
