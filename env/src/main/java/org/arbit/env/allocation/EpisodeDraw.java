package org.arbit.env.allocation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Arrays;
import org.arbit.env.ResetOptions;
import org.arbit.env.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws the sample, the trade-off and the budget of every episode. Each place of the batch has a
 * generator of its own, so that what it draws does not depend on the size of the batch; of
 * neighbours that share a sample the first one draws.
 */
final class EpisodeDraw {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final int size;
  private final int dataSize;
  private final AllocationConfig config;
  private final SeededRandom[] randoms;
  private final int[] samples;
  private final boolean[] padding;
  private int rollouts;
  private @Nullable Double lambda;

  /**
   * Creates the draw, seeded with 0.
   *
   * @param dataSize number of samples to choose from; 0 where none is chosen
   */
  EpisodeDraw(int size, int dataSize, AllocationConfig config) {
    this.size = size;
    this.dataSize = dataSize;
    this.config = config;
    this.rollouts = config.rollouts();
    this.randoms = new SeededRandom[size];
    for (int i = 0; i < size; i++) {
      randoms[i] = new SeededRandom(i);
    }
    this.samples = new int[size];
    this.padding = new boolean[size];
  }

  /**
   * Takes over the options of a reset and draws.
   *
   * @throws IllegalArgumentException for a wrong value; nothing has changed
   */
  void reset(ResetOptions options, Episodes books) {
    long[] seeds = options.seeds(size);
    int[] chosen = chosenSamples(options);
    int copies = copies(options);
    Double fixed = fixedLambda(options);
    if (chosen != null && (chosen.length == 0 || (long) (chosen.length - 1) * copies >= size)) {
      throw new IllegalArgumentException(
          "The option samples has "
              + chosen.length
              + " entries with "
              + copies
              + " rollouts each for "
              + size
              + " environments; at least 1 and at most as many as there is room for.");
    }
    if (seeds != null) {
      for (int i = 0; i < size; i++) {
        randoms[i].seed(seeds[i]);
      }
    }
    rollouts = copies;
    lambda = fixed;
    draw(chosen, books);
  }

  /** Draws for the next episodes. */
  void next(Episodes books) {
    draw(null, books);
  }

  int[] samples() {
    return samples;
  }

  /** Returns which places only repeat the last of the given samples to fill the batch. */
  boolean[] padding() {
    return padding.clone();
  }

  private void draw(int @Nullable [] chosen, Episodes books) {
    for (int i = 0; i < size; i++) {
      int group = i / rollouts;
      int leader = group * rollouts;
      padding[i] = chosen != null && group >= chosen.length;
      if (i != leader) {
        samples[i] = samples[leader];
        books.lambda[i] = books.lambda[leader];
        books.budget[i] = books.budget[leader];
        continue;
      }
      SeededRandom random = randoms[i];
      if (chosen != null) {
        samples[i] = chosen[Math.min(group, chosen.length - 1)];
      } else {
        samples[i] = dataSize == 0 ? 0 : random.nextInt(dataSize);
      }
      books.lambda[i] = lambda != null ? lambda : drawLambda(random);
      books.budget[i] = drawBudget(random);
    }
  }

  private double drawLambda(SeededRandom random) {
    Range range = config.lambda();
    if (range.isFixed()) {
      return range.low();
    }
    double low = StrictMath.log(range.low());
    double drawn = StrictMath.exp(low + random.nextDouble() * (StrictMath.log(range.high()) - low));
    return Math.min(range.high(), Math.max(range.low(), drawn));
  }

  private long drawBudget(SeededRandom random) {
    BudgetRange range = config.budget();
    if (range == null) {
      return Episodes.UNBOUNDED;
    }
    return range.low() == range.high() ? range.low() : range.at(random.nextDouble());
  }

  private int @Nullable [] chosenSamples(ResetOptions options) {
    long[] wanted = options.wholeNumbers(ResetOptions.SAMPLES);
    if (wanted == null) {
      return null;
    }
    int[] chosen = new int[wanted.length];
    for (int k = 0; k < wanted.length; k++) {
      if (wanted[k] < 0 || wanted[k] >= dataSize) {
        throw new IllegalArgumentException(
            "Entry "
                + k
                + " of the option samples is "
                + wanted[k]
                + "; the data set has the samples 0.."
                + (dataSize - 1)
                + ".");
      }
      chosen[k] = (int) wanted[k];
    }
    return chosen;
  }

  private int copies(ResetOptions options) {
    Double given = options.number(ResetOptions.ROLLOUTS);
    if (given == null) {
      return config.rollouts();
    }
    if (given != Math.rint(given) || given < 1 || given > size) {
      throw new IllegalArgumentException(
          "The option rollouts is " + given + "; a whole number in 1.." + size + ".");
    }
    return given.intValue();
  }

  private static @Nullable Double fixedLambda(ResetOptions options) {
    Double given = options.number(ResetOptions.LAMBDA);
    if (given != null && !(given >= 0 && given <= AllocationConfig.GREATEST_LAMBDA)) {
      throw new IllegalArgumentException(
          "The option lambda is "
              + given
              + "; a number in [0, "
              + AllocationConfig.GREATEST_LAMBDA
              + "].");
    }
    return given;
  }

  /** Returns the state of all generators as a JSON list. */
  String state() {
    ArrayNode states = MAPPER.createArrayNode();
    for (SeededRandom random : randoms) {
      states.add(random.state());
    }
    return states.toString();
  }

  void restore(String state) {
    try {
      JsonNode states = MAPPER.readTree(state);
      boolean fits = states.isArray() && states.size() == size;
      for (int i = 0; fits && i < size; i++) {
        fits = states.get(i).isIntegralNumber() && states.get(i).canConvertToLong();
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "The state is no list of " + size + " whole numbers: " + state);
      }
      for (int i = 0; i < size; i++) {
        randoms[i].restore(states.get(i).asLong());
      }
      Arrays.fill(padding, false);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The state is no JSON: " + state, e);
    }
  }
}
