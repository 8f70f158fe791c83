package org.arbit.supernet.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.arbit.supernet.data.DataSplits;
import org.arbit.supernet.data.Dataset;
import org.arbit.supernet.data.SplitMix64;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.format.Tensor;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.Catalog;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;

/**
 * Trains a super-network on the training part of a data set. The result depends on settings and
 * data only, not on the number of workers.
 */
public final class SuperNetTrainer {

  private static final int ORDER_STREAM = 1;
  private static final int RECIPE_STREAM = 2;

  private final TrainingConfig config;
  private final DataSplits data;
  private final Workers workers;

  /**
   * Makes a trainer.
   *
   * @param workers to share the samples of a step
   */
  public SuperNetTrainer(TrainingConfig config, DataSplits data, Workers workers) {
    this.config = config;
    this.data = data;
    this.workers = workers;
  }

  /**
   * Trains to the end.
   *
   * @throws DivergenceException if the loss stops being a number
   */
  public SuperNetCheckpoint train(TrainingListener listener) {
    Dataset train = data.train();
    NetworkPlan plan = NetworkPlan.of(config.network(), train.shape(), train.classes());
    int batch = Math.min(config.batch(), train.size());
    RecipeProvider provider = provider(config.recipe());
    Map<String, Double> switches = switches(provider);
    WeightQuantizer.Kind quantizer = provider.weightQuantizer(switches);
    TrainableNetwork network =
        new TrainableNetwork(
            plan,
            config.bitWidths(),
            config.separate(),
            true,
            quantizer,
            batch,
            config.shard(),
            workers);
    network.initialize(config.seed());
    if (provider.sharesAffine(switches)) {
      network.shareAffine();
    }
    Recipe recipe =
        provider.create(
            new RecipeProvider.Context(
                plan, config.bitWidths(), config.separate(), config.randomAllocations(), switches));
    Optimizer optimizer =
        new Optimizer(
            network.parameters(), config.momentum(), config.weightDecay(), config.stepRateFactor());
    int perEpoch = train.size() / batch;
    int steps = perEpoch * config.epochs();
    byte[] images = new byte[batch * plan.spec().imageSize()];
    int[] labels = new int[batch];
    int constantFrom = (int) Math.round(steps * (1 - config.constantNorm()));
    for (int step = 0; step < steps; step++) {
      if (step == constantFrom) {
        recalibrate(network, train, batch);
        network.freezeStatistics();
      }
      int epoch = step / perEpoch;
      int[] order = order(epoch, train.size());
      int first = step % perEpoch * batch;
      for (int i = 0; i < batch; i++) {
        train.image(order[first + i], images, i * plan.spec().imageSize());
        labels[i] = train.label(order[first + i]);
      }
      network.zeroGradients();
      network.load(images, batch);
      SplitMix64 random = SplitMix64.of(config.seed(), ((long) step << 8) + RECIPE_STREAM);
      double loss = recipe.step(network, new Recipe.Step(labels, (double) step / steps, random));
      network.backwardStem();
      if (!Double.isFinite(loss)) {
        throw new DivergenceException(
            "The loss of step "
                + (step + 1)
                + " is "
                + loss
                + ". Maybe lower learningRate, now "
                + config.learningRate()
                + "?");
      }
      optimizer.step(learningRate(step, steps), step);
      listener.stepDone(step + 1, steps, loss);
    }
    if (constantFrom == steps) {
      recalibrate(network, train, batch);
    }
    return checkpoint(quantizer, network);
  }

  private void recalibrate(TrainableNetwork network, Dataset train, int batch) {
    if (config.recalibration() > 0) {
      Recalibration.estimate(
          network,
          config.bitWidths(),
          config.separate(),
          train,
          config.recalibration(),
          batch,
          config.seed());
    }
  }

  /** Returns the recipe of that name. */
  private static RecipeProvider provider(String name) {
    try {
      return Catalog.load("recipe", RecipeProvider.class).get(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, Double> switches(RecipeProvider provider) {
    Map<String, Double> all = new TreeMap<>(provider.switches());
    for (Map.Entry<String, Double> chosen : config.switches().entrySet()) {
      if (all.replace(chosen.getKey(), chosen.getValue()) == null) {
        throw new InvalidInputException(
            Names.unknown("switch of recipe " + provider.name(), chosen.getKey(), all.keySet()));
      }
    }
    return all;
  }

  private int[] cachedOrder = new int[0];
  private int cachedEpoch = -1;

  private int[] order(int epoch, int size) {
    if (epoch != cachedEpoch) {
      cachedOrder =
          SplitMix64.of(config.seed(), ((long) epoch << 8) + ORDER_STREAM).permutation(size);
      cachedEpoch = epoch;
    }
    return cachedOrder;
  }

  private double learningRate(int step, int steps) {
    double warm = config.warmUp() * steps;
    if (step < warm) {
      return config.learningRate() * (step + 1) / warm;
    }
    double progress = (step - warm) / (steps - warm);
    return config.learningRate() * 0.5 * (1 + Math.cos(Math.PI * progress));
  }

  private SuperNetCheckpoint checkpoint(WeightQuantizer.Kind quantizer, TrainableNetwork network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      tensors.put(parameter.name(), new Tensor(parameter.shape(), parameter.value().clone()));
    }
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
