/**
 * Checks that any environment keeps its promises, and small environments with known answers. Start
 * reading at {@link org.arbit.env.check.EnvCheck}.
 */
@NullMarked
package org.arbit.env.check;

import org.jspecify.annotations.NullMarked;
