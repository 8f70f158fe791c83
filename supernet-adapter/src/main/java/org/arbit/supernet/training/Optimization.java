package org.arbit.supernet.training;

import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * How parameters follow their gradients, beyond rate, warm-up, momentum and decay.
 *
 * @param optimizer how an update is made from a gradient
 * @param schedule how the learning rate goes after its rise
 * @param labelSmoothing share of a label that is spread over all classes, in [0, 1): the
 *     cross-entropy is that with {@code 1 - labelSmoothing} at the label plus {@code labelSmoothing
 *     / classes} everywhere (Szegedy et al., arXiv 1512.00567, section 7); distillation has its own
 *     soft targets and is left alone
 * @param averageDecay decay of the exponential moving average of parameters and statistics that is
 *     validated, kept and returned instead of the last ones, in [0, 1); 0 for none
 */
public record Optimization(
    Method optimizer, Schedule schedule, double labelSmoothing, double averageDecay) {

  /** Momentum, a rate that falls along a cosine, and nothing else. */
  public static final Optimization DEFAULT = new Optimization(Method.SGD, Schedule.COSINE, 0, 0);

  /** How an update is made from a gradient. */
  public enum Method {
    /** Gradient descent with Nesterov momentum; weight decay is added to the gradient. */
    SGD,
    /**
     * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) with beta1 = momentum, beta2 = 0.999 and
     * epsilon = 1e-8; weight decay is apart from the gradient (Loshchilov and Hutter, arXiv
     * 1711.05101, algorithm 2).
     */
    ADAM
  }

  /** How learning rate and momentum change. */
  public enum Schedule {
    /** A linear rise from 0, then a fall to 0 along half a cosine; constant momentum. */
    COSINE,
    /**
     * One cycle (Smith and Topin, arXiv 1708.07120, section 3): from 1/25 of the highest rate up to
     * it, and down to 1/250000 of it, both along half a cosine; momentum goes the other way, down
     * to 0.85/0.95 of its setting and back. <b>Interpretation:</b> the cosines, the two shares and
     * that of momentum are those of public implementations; the paper has lines.
     */
    ONE_CYCLE
  }

  /**
   * Checks the settings.
   *
   * @throws InvalidInputException that names every setting out of range
   */
  public Optimization {
    List<String> problems = new ArrayList<>();
    require(problems, "labelSmoothing", labelSmoothing);
    require(problems, "averageDecay", averageDecay);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(String.join(" ", problems));
    }
  }

  private static void require(List<String> problems, String name, double found) {
    if (!(found >= 0 && found < 1)) {
      problems.add("Optimization setting " + name + " is " + found + ", but must be in [0, 1).");
    }
  }
}
