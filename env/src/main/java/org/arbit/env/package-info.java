/**
 * Environments in the manner of Gymnasium: single, vectorised, with masks. Start reading at {@link
 * org.arbit.env.VectorEnv}.
 */
@NullMarked
package org.arbit.env;

import org.jspecify.annotations.NullMarked;
