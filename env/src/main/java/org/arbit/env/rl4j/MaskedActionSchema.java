package org.arbit.env.rl4j;

import java.util.Arrays;
import org.arbit.env.Discrete;
import org.arbit.env.SeededRandom;
import org.deeplearning4j.rl4j.environment.IntegerActionSchema;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The actions of an environment. Random ones are drawn among those that are valid now, so that
 * RL4J's epsilon-greedy exploration keeps to the mask; the no-op is the first valid one.
 */
public final class MaskedActionSchema extends IntegerActionSchema {

  private final Discrete space;
  private final SeededRandom random;
  private boolean[] mask;

  MaskedActionSchema(Discrete space, long seed) {
    super(space.n(), space.start(), Nd4j.getRandomFactory().getNewRandomInstance(seed));
    this.space = space;
    this.random = new SeededRandom(seed);
    this.mask = new boolean[space.n()];
    Arrays.fill(mask, true);
  }

  /** Sets what is valid from now on. */
  void mask(boolean[] valid) {
    mask = valid.clone();
  }

  @Override
  public Integer getRandomAction() {
    return space.sample(random, mask);
  }

  @Override
  public Integer getNoOp() {
    int first = 0;
    while (!mask[first]) {
      first++;
    }
    return space.start() + first;
  }
}
