package org.arbit.supernet.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.data.BatchLoader;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** One training, step by step: everything that changes while it goes on. */
final class TrainingSession {

  private static final int LONGEST_DIFFERENCE = 60;
  private static final int RECIPE_STREAM = 2;
  private static final String VALUE = "value/";
  private static final String AVERAGE = "average/";
  private static final String BEST = "best/";
  private static final String RECIPE = "recipe/";
  private static final String EPOCH_LOSS = "epochLoss";
  private static final String BEST_EPOCH = "best";

  private final TrainingConfig config;
  private final DataSplits data;
  private final Workers workers;
  private final int batch;
  private final int perEpoch;
  private final int steps;
  private final int constantFrom;
  private final WeightQuantizer.Kind quantizer;
  private final TrainableNetwork network;
  private final List<Parameter> parameters;
  private final Recipe recipe;
  private final Optimizer optimizer;
  private final Rates rates;
  private final @Nullable ParameterAverage average;
  private final BestNetwork best = new BestNetwork();
  private int step;
  private double epochLoss;
  private long epochNanos;
  private long epochImages;

  TrainingSession(TrainingConfig config, DataSplits data, Workers workers) {
    this.config = config;
    this.data = data;
    this.workers = workers;
    NetworkPlan plan =
        NetworkPlan.of(config.network(), data.train().shape(), data.train().classes());
    batch = Math.min(config.batch(), data.train().size());
    perEpoch = data.train().size() / batch;
    steps = perEpoch * config.epochs();
    constantFrom = (int) Math.round(steps * (1 - config.constantNorm()));
    ChosenRecipe chosen = ChosenRecipe.of(config);
    quantizer = chosen.quantizer();
    network = chosen.network(plan, batch, workers);
    parameters = network.parameters();
    recipe = chosen.create(plan);
    optimizer =
        new Optimizer(
            config.optimization().optimizer(),
            parameters,
            config.weightDecay(),
            config.stepRateFactor(),
            workers);
    rates = Rates.of(config, steps);
    double decay = config.optimization().averageDecay();
    average = decay > 0 ? new ParameterAverage(parameters, decay) : null;
  }

  /** Returns images of a step. */
  int batch() {
    return batch;
  }

  /** Returns steps that are done. */
  int step() {
    return step;
  }

  boolean isDone() {
    return step == steps;
  }

  /** Whether the last step was the last one of its epoch. */
  boolean isEpochDone() {
    return step % perEpoch == 0;
  }

  /**
   * Takes the next step.
   *
   * @return the mean loss of its passes
   * @throws DivergenceException if loss or gradient are not numbers; parameters are then as before,
   *     statistics may not be
   */
  double next(BatchLoader loader) {
    long started = System.nanoTime();
    BatchLoader.Batch samples = loader.next();
    if (step == constantFrom) {
      recalibrate();
      network.freezeStatistics();
      if (average != null) {
        average.copyStatistics();
      }
    }
    network.zeroGradients();
    network.load(samples.images(), batch);
    SplitMix64 random = SplitMix64.of(config.seed(), ((long) step << 8) + RECIPE_STREAM);
    double loss =
        recipe.step(network, new Recipe.Step(samples.labels(), (double) step / steps, random));
    network.backwardStem();
    if (!Double.isFinite(loss)) {
      throw divergence("the loss is " + loss);
    }
    if (!optimizer.step(rates.learningRateAt(step), rates.momentumAt(step), step)) {
      throw divergence("a gradient is not a number");
    }
    step++;
    if (average != null) {
      average.update(step);
    }
    epochLoss += loss;
    epochImages += batch;
    epochNanos += System.nanoTime() - started;
    return loss;
  }

  private DivergenceException divergence(String what) {
    return Divergence.at(step + 1, what, parameters, config.learningRate());
  }

  TrainingProgress progress(double loss) {
    return new TrainingProgress(step, steps, loss, this::state);
  }

  /** Ends an epoch: validates if it is time to, and starts the sums of the next one. */
  EpochReport endEpoch() {
    int epoch = step / perEpoch;
    SortedMap<Integer, Double> accuracies = new TreeMap<>();
    Optional<SuperNetCheckpoint> improved = Optional.empty();
    if (config.validation().isDue(epoch, config.epochs())) {
      requireFinite();
      SuperNetCheckpoint checkpoint = evaluated();
      accuracies.putAll(UniformAccuracy.of(checkpoint, data.validation(), workers));
      double mean =
          accuracies.values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
      if (config.validation().keepBest() && best.offer(mean, step, checkpoint.tensors())) {
        improved = Optional.of(checkpoint);
      }
    }
    EpochReport report =
        new EpochReport(
            epoch,
            config.epochs(),
            step,
            epochLoss / perEpoch,
            rates.learningRateAt(step - 1),
            epochImages / Math.max(epochNanos / 1e9, 1e-9),
            accuracies,
            improved);
    epochLoss = 0;
    epochNanos = 0;
    epochImages = 0;
    return report;
  }

  /** Returns the trained network, when all steps are done. */
  SuperNetCheckpoint finish() {
    requireFinite();
    boolean constant = constantFrom < steps;
    if (best.isKept()) {
      network.restore(best.tensors());
      constant &= best.step() > constantFrom;
    } else if (average != null) {
      network.restore(average.tensors());
    }
    if (!constant) {
      recalibrate();
    }
    return checkpoint(values());
  }

  private void recalibrate() {
    if (config.recalibration() > 0) {
      // Without quantizers all bit-widths are the same network.
      boolean quantized = quantizer != WeightQuantizer.Kind.NONE;
      Recalibration.estimate(
          network,
          quantized ? config.bitWidths() : BitWidths.of(config.bitWidths().max()),
          config.separate(),
          data.train(),
          config.recalibration(),
          batch,
          config.seed());
    }
  }

  private void requireFinite() {
    if (!Divergence.isFinite(parameters)) {
      throw Divergence.at(step, "a parameter is not a number", parameters, config.learningRate());
    }
  }

  /** Copies all that decides how this training goes on. */
  TrainingState state() {
    requireFinite();
    Map<String, double[]> numbers = new TreeMap<>();
    recipe.state().forEach((name, values) -> numbers.put(RECIPE + name, values));
    numbers.put(EPOCH_LOSS, new double[] {epochLoss});
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    values().forEach((name, tensor) -> tensors.put(VALUE + name, tensor));
    if (average != null) {
      average.tensors().forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
    }
    optimizer.state().forEach((name, values) -> tensors.put(name, vector(values)));
    if (best.isKept()) {
      numbers.put(BEST_EPOCH, new double[] {best.accuracy(), best.step()});
      best.tensors().forEach((name, tensor) -> tensors.put(BEST + name, tensor));
    }
    return new TrainingState(step, config.toString(), data.sha256(), numbers, tensors, evaluated());
  }

  /**
   * Goes on from a state.
   *
   * @throws InvalidInputException if it is that of another training
   */
  void restore(TrainingState state) {
    require("settings", state.settings(), config.toString());
    require("data", state.data(), data.sha256());
    step = state.step();
    network.restore(sub(state, VALUE));
    if (!Divergence.isFinite(parameters)) {
      throw new InvalidInputException(
          "The state of the training holds a parameter that is not a number; it may be damaged.");
    }
    optimizer.restore(state::values);
    if (average != null) {
      average.restore(state, AVERAGE);
    }
    recipe.restore(state.numbers(RECIPE));
    epochLoss = state.numbers(EPOCH_LOSS).getOrDefault("", new double[1])[0];
    double[] kept = state.numbers(BEST_EPOCH).get("");
    if (kept != null) {
      best.offer(kept[0], (int) kept[1], sub(state, BEST));
    }
    if (step > constantFrom) {
      network.freezeStatistics();
    }
  }

  private static void require(String what, String found, String expected) {
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          "The checkpoint is of a training with other "
              + what
              + ": "
              + difference(found, expected)
              + " instead of "
              + difference(expected, found)
              + ".");
    }
  }

  /** Returns the word in which a text begins to differ from another. */
  private static String difference(String text, String other) {
    int at = 0;
    while (at < Math.min(text.length(), other.length()) && text.charAt(at) == other.charAt(at)) {
      at++;
    }
    int start = Math.max(text.lastIndexOf(' ', at), text.lastIndexOf('[', at)) + 1;
    int end = Math.min(text.length(), Math.max(at, start) + LONGEST_DIFFERENCE);
    int comma = text.indexOf(',', at);
    return text.substring(start, comma < 0 || comma > end ? end : comma);
  }

  private static Map<String, Tensor> sub(TrainingState state, String prefix) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    state
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
              }
            });
    return found;
  }

  private Map<String, Tensor> values() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      tensors.put(parameter.name(), new Tensor(parameter.shape(), parameter.value().clone()));
    }
    return tensors;
  }

  private static Tensor vector(float[] values) {
    return new Tensor(new int[] {values.length}, values);
  }

  /** Returns the network as it would be evaluated now. */
  private SuperNetCheckpoint evaluated() {
    return checkpoint(average == null ? values() : average.tensors());
  }

  private SuperNetCheckpoint checkpoint(Map<String, Tensor> tensors) {
    return new SuperNetCheckpoint(
        config.recipe(),
        quantizer.name().toLowerCase(Locale.ROOT),
        config.network(),
        data.train().shape(),
        data.train().classes(),
        config.bitWidths(),
        config.separate(),
        Map.of(
            "data", data.name(),
            "dataSha256", data.sha256(),
            "seed", Long.toString(config.seed()),
            "config", config.toString()),
        tensors);
  }
}
