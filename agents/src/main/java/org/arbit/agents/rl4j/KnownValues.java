package org.arbit.agents.rl4j;

import java.util.IdentityHashMap;
import org.deeplearning4j.rl4j.agent.learning.update.Features;
import org.deeplearning4j.rl4j.agent.learning.update.FeaturesLabels;
import org.deeplearning4j.rl4j.agent.learning.update.Gradients;
import org.deeplearning4j.rl4j.network.ActorCriticNetwork;
import org.deeplearning4j.rl4j.network.CommonOutputNames;
import org.deeplearning4j.rl4j.network.ITrainableNeuralNet;
import org.deeplearning4j.rl4j.network.NeuralNetOutput;
import org.deeplearning4j.rl4j.observation.Observation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An actor-critic network that has been asked for the values of some observations beforehand, all
 * at once. RL4J's A2C asks one by one, which takes longer than everything else together.
 */
final class KnownValues implements ITrainableNeuralNet<ActorCriticNetwork> {

  private final ActorCriticNetwork network;
  private final IdentityHashMap<Observation, Double> values = new IdentityHashMap<>();

  KnownValues(ActorCriticNetwork network) {
    this.network = network;
  }

  /** Sets what {@link #output(Observation)} says; forgets what it said before. */
  void know(IdentityHashMap<Observation, Double> known) {
    values.clear();
    values.putAll(known);
  }

  @Override
  public NeuralNetOutput output(Observation observation) {
    Double value = values.get(observation);
    if (value == null) {
      return network.output(observation);
    }
    NeuralNetOutput output = new NeuralNetOutput();
    output.put(CommonOutputNames.ActorCritic.Value, Nd4j.scalar(value.doubleValue()));
    return output;
  }

  @Override
  public NeuralNetOutput output(INDArray batch) {
    return network.output(batch);
  }

  @Override
  public NeuralNetOutput output(Features features) {
    return network.output(features);
  }

  @Override
  public Gradients computeGradients(FeaturesLabels labels) {
    return network.computeGradients(labels);
  }

  @Override
  public void applyGradients(Gradients gradients) {
    network.applyGradients(gradients);
  }

  @Override
  public void fit(FeaturesLabels labels) {
    network.fit(labels);
  }

  @Override
  public void copyFrom(ActorCriticNetwork from) {
    network.copyFrom(from);
  }

  @Override
  public ActorCriticNetwork clone() {
    return network.clone();
  }

  @Override
  public void reset() {
    network.reset();
  }

  @Override
  public boolean isRecurrent() {
    return network.isRecurrent();
  }
}
