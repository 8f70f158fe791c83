package org.arbit.env.check;

import java.util.Arrays;
import java.util.Map;
import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.EnvSpec;
import org.arbit.env.Step;
import org.arbit.env.SyncVectorEnv;
import org.arbit.env.VectorEnv;

/**
 * Many actions, of which only a few, drawn anew at each step, are valid. The observation says which
 * of {@code colours} is wanted, not what is valid; action k has the colour k mod colours, and each
 * step exactly one valid action has the wanted colour: reward 1, other valid ones 0. With masks an
 * agent only has to learn which colour is wanted. Without ({@code showMasks} false: the masks are
 * all true) an invalid action ends the episode with the reward -1, and nothing that can be observed
 * tells which are invalid, so that no policy gets far.
 *
 * <p>An episode is {@value #STEPS} steps long; the best return with masks is {@value #STEPS}. Info:
 * {@code colour}, an int.
 */
public final class InvalidActionsEnv extends ToyEnv {

  /** Length of an episode in which no invalid action is taken. */
  public static final int STEPS = 4;

  private final int colours;
  private final boolean showMasks;
  private final boolean[] valid;
  private int colour;
  private int steps;

  /**
   * Creates the toy.
   *
   * @param colours how many colours, and how many actions are valid at each step; at least 2
   * @param actionsPerColour how many actions share a colour; at least 1
   */
  public InvalidActionsEnv(int colours, int actionsPerColour, boolean showMasks) {
    super(
        EnvSpec.of("InvalidActions-v1")
            .with(
                Map.of(
                    "colours", colours,
                    "actionsPerColour", actionsPerColour,
                    "showMasks", showMasks)),
        Box.uniform(0, 1, colours),
        new Discrete(colours * actionsPerColour));
    if (colours < 2 || actionsPerColour < 1) {
      throw new IllegalArgumentException(
          "The toy needs at least 2 colours and 1 action for each, but there are "
              + colours
              + " and "
              + actionsPerColour
              + ".");
    }
    this.colours = colours;
    this.showMasks = showMasks;
    this.valid = new boolean[colours * actionsPerColour];
  }

  /** Returns a vector of such toys with 4 colours of 8 actions each. */
  public static VectorEnv vector(int size, boolean showMasks, AutoReset autoReset) {
    return SyncVectorEnv.of(size, i -> new InvalidActionsEnv(4, 8, showMasks), autoReset);
  }

  @Override
  Step begin() {
    steps = 0;
    draw();
    return Step.first(observation(), mask(), info());
  }

  @Override
  Step act(int action) {
    if (!valid[action]) {
      return Step.terminal(observation(), mask(), -1, info());
    }
    double reward = action % colours == colour ? 1 : 0;
    steps++;
    draw();
    return steps == STEPS
        ? Step.terminal(observation(), mask(), reward, info())
        : Step.next(observation(), mask(), reward, info());
  }

  private void draw() {
    colour = random.nextInt(colours);
    Arrays.fill(valid, false);
    for (int c = 0; c < colours; c++) {
      valid[c + colours * random.nextInt(valid.length / colours)] = true;
    }
  }

  private float[] observation() {
    float[] oneHot = new float[colours];
    oneHot[colour] = 1;
    return oneHot;
  }

  private boolean[] mask() {
    boolean[] mask = valid.clone();
    if (!showMasks) {
      Arrays.fill(mask, true);
    }
    return mask;
  }

  private Map<String, Object> info() {
    return Map.of("colour", colour);
  }
}
