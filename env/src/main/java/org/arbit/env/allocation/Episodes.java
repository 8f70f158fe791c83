package org.arbit.env.allocation;

import java.util.Arrays;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;

/** The books of a batch of episodes: who chose what, what was spent, what is left. */
final class Episodes implements AllocationView {

  private static final float NO_HEAD = -1;

  /** What a sample without a budget may spend. */
  static final long UNBOUNDED = Long.MAX_VALUE;

  final int size;
  final double[] correct;
  final double[] logLikelihood;
  final double[] teacherAgreement;
  final float[] features;

  /** Of each sample, as {@link #headGap} tells. */
  final float[] headGap;

  final double[] lambda;
  final long[] budget;
  final long[] spent;

  private final NetworkSpec network;
  private final ActionCoding coding;
  private final CostTable costs;
  private final AllocationConfig config;
  private final boolean separate;
  private final int layers;
  private final int fields;
  private final int[] weightBits;
  private final int[] activationBits;
  private final int[] layersRun;
  private final int[] weightBitsSum;
  private final int[] activationBitsSum;
  private final int[] leftBefore;
  private final long[] stepBitOps;
  private final double[] stepCost;
  private final boolean[] replaced;
  private final long softBudget;
  private int layer;
  private boolean started;
  private boolean done;

  Episodes(
      int size, Setting setting, AllocationConfig config, CostTable costs, ActionCoding coding) {
    this.size = size;
    this.network = setting.network();
    this.coding = coding;
    this.costs = costs;
    this.config = config;
    this.separate = setting.separate();
    this.layers = network.layers();
    this.fields = setting.features();
    this.correct = new double[size];
    this.logLikelihood = new double[size];
    this.teacherAgreement = new double[size];
    this.features = new float[size * fields];
    this.headGap = new float[size];
    this.lambda = new double[size];
    this.budget = new long[size];
    this.spent = new long[size];
    this.weightBits = new int[size * layers];
    this.activationBits = new int[size * layers];
    this.layersRun = new int[size];
    this.weightBitsSum = new int[size];
    this.activationBitsSum = new int[size];
    this.leftBefore = new int[size];
    this.stepBitOps = new long[size];
    this.stepCost = new double[size];
    this.replaced = new boolean[size];
    Long soft = config.softBudget();
    this.softBudget = soft == null ? UNBOUNDED : soft;
  }

  /** What the books need to know of the network. */
  record Setting(NetworkSpec network, boolean separate, int features) {}

  /** Opens the books for new episodes. Trade-offs and budgets are set by the caller. */
  void begin() {
    layer = 0;
    started = false;
    done = false;
    Arrays.fill(weightBits, 0);
    Arrays.fill(activationBits, 0);
    Arrays.fill(layersRun, 0);
    Arrays.fill(weightBitsSum, 0);
    Arrays.fill(activationBitsSum, 0);
    Arrays.fill(leftBefore, -1);
    Arrays.fill(headGap, NO_HEAD);
    Arrays.fill(spent, costs.stem());
    Arrays.fill(replaced, false);
    Arrays.fill(stepBitOps, 0);
    Arrays.fill(stepCost, 0);
  }

  /** Books the action of a sample at the waiting layer. A sample that waits is left alone. */
  void book(int sample, int action, boolean wasReplaced) {
    replaced[sample] = wasReplaced;
    stepBitOps[sample] = 0;
    stepCost[sample] = 0;
    if (left(sample)) {
      return;
    }
    stepCost[sample] = costs.share(layer, action);
    spent[sample] += costs.bitOps(layer, action);
    if (action == coding.exitAction()) {
      leftBefore[sample] = layer;
      stepBitOps[sample] = costs.bitOps(layer, action) - costs.classifier();
      return;
    }
    stepBitOps[sample] = costs.bitOps(layer, action);
    int weights = coding.weightBits(action);
    int activations = coding.activationBits(action);
    weightBits[sample * layers + layer] = weights;
    activationBits[sample * layers + layer] = activations;
    layersRun[sample]++;
    weightBitsSum[sample] += weights;
    activationBitsSum[sample] += activations;
  }

  /** Goes on to the next layer; returns whether the batch has ended. */
  boolean advance() {
    layer++;
    started = true;
    boolean allLeft = true;
    for (int i = 0; allLeft && i < size; i++) {
      allLeft = left(i);
    }
    done = allLeft || layer == layers;
    if (done) {
      for (int i = 0; i < size; i++) {
        spent[i] += left(i) ? 0 : costs.classifier();
      }
      Arrays.fill(features, 0);
    }
    return done;
  }

  /**
   * Writes which actions are valid at the waiting layer: those after which the budget still covers
   * the cheapest way to the end. A sample that waits has the first action only; after the end all
   * are marked, and none is accepted.
   */
  void masks(boolean[] into) {
    int actions = coding.actions();
    if (done) {
      Arrays.fill(into, true);
      return;
    }
    boolean head = coding.hasExit() && network.exitBefore(layer).isPresent();
    long rest = costs.leastFrom(layer + 1);
    for (int i = 0; i < size; i++) {
      int row = i * actions;
      if (left(i)) {
        Arrays.fill(into, row, row + actions, false);
        into[row] = true;
        continue;
      }
      long money = budget[i] - spent[i];
      for (int a = 0; a < coding.bitActions(); a++) {
        into[row + a] = costs.bitOps(layer, a) <= money - rest;
      }
      if (coding.hasExit()) {
        int exit = coding.exitAction();
        into[row + exit] = head && costs.bitOps(layer, exit) <= money;
      }
    }
  }

  /** Returns the layer before which the sample has left; -1 if it has not. */
  int leftBefore(int sample) {
    return leftBefore[sample];
  }

  /** Returns a copy of the weight bits of all layers. */
  int[] weightBits(int sample) {
    return Arrays.copyOfRange(weightBits, sample * layers, (sample + 1) * layers);
  }

  /** Returns a copy of the activation bits of all layers. */
  int[] activationBits(int sample) {
    return Arrays.copyOfRange(activationBits, sample * layers, (sample + 1) * layers);
  }

  @Override
  public NetworkSpec network() {
    return network;
  }

  @Override
  public BitWidths bitWidths() {
    return coding.bitWidths();
  }

  @Override
  public boolean separate() {
    return separate;
  }

  @Override
  public boolean hasBudget() {
    return config.budget() != null;
  }

  @Override
  public int previousLayer() {
    return started ? layer - 1 : -1;
  }

  @Override
  public int layer() {
    return done ? layers : layer;
  }

  @Override
  public boolean left(int sample) {
    return leftBefore[sample] >= 0;
  }

  @Override
  public boolean leavesNow(int sample) {
    return started && leftBefore[sample] == layer - 1;
  }

  @Override
  public int weightBits(int sample, int ofLayer) {
    return weightBits[sample * layers + ofLayer];
  }

  @Override
  public int activationBits(int sample, int ofLayer) {
    return activationBits[sample * layers + ofLayer];
  }

  @Override
  public int layersRun(int sample) {
    return layersRun[sample];
  }

  @Override
  public int weightBitsSum(int sample) {
    return weightBitsSum[sample];
  }

  @Override
  public int activationBitsSum(int sample) {
    return activationBitsSum[sample];
  }

  @Override
  public long spent(int sample) {
    return spent[sample];
  }

  @Override
  public long leastRemaining(int sample) {
    return done || left(sample) ? 0 : costs.leastFrom(layer);
  }

  @Override
  public long maxBitOps() {
    return costs.max();
  }

  @Override
  public long budget(int sample) {
    return budget[sample];
  }

  @Override
  public long softBudget() {
    return softBudget;
  }

  @Override
  public double lambda(int sample) {
    return lambda[sample];
  }

  @Override
  public long stepBitOps(int sample) {
    return stepBitOps[sample];
  }

  @Override
  public double stepCost(int sample) {
    return stepCost[sample];
  }

  @Override
  public double layerCost(int ofLayer, int ofWeightBits, int ofActivationBits) {
    return costs.share(ofLayer, coding.action(ofWeightBits, ofActivationBits));
  }

  @Override
  public float headGap(int sample) {
    return headGap[sample];
  }

  @Override
  public boolean replaced(int sample) {
    return replaced[sample];
  }

  @Override
  public boolean done() {
    return done;
  }

  @Override
  public double correct(int sample) {
    return correct[sample];
  }

  @Override
  public double logLikelihood(int sample) {
    return logLikelihood[sample];
  }

  @Override
  public double teacherAgreement(int sample) {
    return teacherAgreement[sample];
  }

  @Override
  public float feature(int sample, int field) {
    return features[sample * fields + field];
  }

  @Override
  public void features(int sample, float[] into, int offset) {
    System.arraycopy(features, sample * fields, into, offset, fields);
  }
}
