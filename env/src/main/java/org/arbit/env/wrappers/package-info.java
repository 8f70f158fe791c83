/** Environments around environments. Start reading at {@link org.arbit.env.wrappers.EnvWrapper}. */
@NullMarked
package org.arbit.env.wrappers;

import org.jspecify.annotations.NullMarked;
