/**
 * How a super-network is trained. Start reading at {@link
 * org.arbit.supernet.training.SuperNetTrainer}.
 */
@NullMarked
package org.arbit.supernet.training;

import org.jspecify.annotations.NullMarked;
