/** Environments by id. Start reading at {@link org.arbit.env.registry.Environments}. */
@NullMarked
package org.arbit.env.registry;

import org.jspecify.annotations.NullMarked;
