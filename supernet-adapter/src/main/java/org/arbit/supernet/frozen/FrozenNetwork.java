package org.arbit.supernet.frozen;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.arbit.supernet.BitWidths;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.format.SuperNetCheckpoint;
import org.arbit.supernet.layers.ConvShape;
import org.arbit.supernet.layers.Engines;
import org.arbit.supernet.layers.NetworkPlan;
import org.arbit.supernet.layers.TrainableNetwork;
import org.arbit.supernet.layers.WeightQuantizer;
import org.arbit.supernet.layers.Workers;
import org.arbit.supernet.spi.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The frozen engine: a super-network whose convolutions run on integer codes held in float32, so
 * that every sum is exact and a sample's logits depend neither on its batch nor on the number of
 * workers. Weight codes and folded batch-norm are computed once per bit-width.
 */
public final class FrozenNetwork implements SuperNetwork {

  /** Fields of a sample's features: channel groups, mean, share of zeros. */
  static final int GROUPS = 16;

  static final int FIELDS = GROUPS + 2;

  private static final List<String> FEATURES =
      Stream.concat(
              IntStream.range(0, GROUPS).mapToObj(i -> "group" + i), Stream.of("mean", "zeros"))
          .toList();

  private final NetworkPlan plan;
  private final BitWidths bitWidths;
  private final boolean separate;
  private final Workers workers;
  private final FrozenLayer stem;
  private final List<FrozenLayer> layers = new ArrayList<>();
  private final List<@Nullable FrozenLayer> projections = new ArrayList<>();
  private final FrozenClassifier classifier;
  private final List<FrozenClassifier> heads = new ArrayList<>();
  private final TensorSlots slots;
  private final String fingerprint;
  private final ConcurrentLinkedDeque<Arena> arenas = new ConcurrentLinkedDeque<>();

  /**
   * Freezes a network.
   *
   * @param kind how weights are quantized
   * @param parameters by name, as {@link org.arbit.supernet.layers.TrainableNetwork} has them
   * @param workers to share the samples of a walk; not closed by this network
   * @throws IllegalStateException if this machine's convolution is not exact on integers
   */
  public FrozenNetwork(
      NetworkPlan plan,
      BitWidths bitWidths,
      boolean separate,
      WeightQuantizer.Kind kind,
      Map<String, float[]> parameters,
      Workers workers) {
    this(plan, bitWidths, separate, kind, parameters, workers, Engines.load());
  }

  FrozenNetwork(
      NetworkPlan plan,
      BitWidths bitWidths,
      boolean separate,
      WeightQuantizer.Kind kind,
      Map<String, float[]> parameters,
      Workers workers,
      Engines engines) {
    this.plan = plan;
    this.bitWidths = bitWidths;
    this.separate = separate;
    this.workers = workers;
    stem = FrozenLayer.stem(plan.stem(), NetworkSpec.FIXED_BITS, parameters, engines);
    for (NetworkPlan.Node node : plan.nodes()) {
      layers.add(
          FrozenLayer.searchable(
              node.name(), node.shape(), bitWidths.toArray(), separate, kind, parameters, engines));
      projections.add(projection(node, kind, parameters, engines));
    }
    int classes = plan.spec().classes();
    classifier = new FrozenClassifier("classifier", plan.lastMap(), classes, parameters);
    for (NetworkPlan.Head head : plan.heads()) {
      heads.add(new FrozenClassifier(head.name(), head.map(), classes, parameters));
    }
    slots = TensorSlots.of(plan);
    fingerprint = fingerprint(plan.spec(), bitWidths, parameters);
  }

  private @Nullable FrozenLayer projection(
      NetworkPlan.Node node,
      WeightQuantizer.Kind kind,
      Map<String, float[]> parameters,
      Engines engines) {
    ConvShape shape = node.projection();
    return shape == null
        ? null
        : FrozenLayer.beside(
            node.name(),
            node.projectionName(),
            shape,
            bitWidths.toArray(),
            separate,
            kind,
            parameters,
            engines);
  }

  private Stream<FrozenLayer> convolutions() {
    return Stream.concat(Stream.of(stem), withProjections().stream());
  }

  /** Returns all convolutions of searchable layers: each layer, then its projection if any. */
  public List<FrozenLayer> withProjections() {
    return IntStream.range(0, layers.size())
        .boxed()
        .flatMap(l -> Stream.concat(Stream.of(layers.get(l)), projection(l).stream()))
        .toList();
  }

  /**
   * Freezes a checkpoint.
   *
   * @throws InvalidInputException if an array is missing or has another shape, or if the network
   *     has no quantizers
   */
  public static FrozenNetwork of(SuperNetCheckpoint checkpoint, Workers workers) {
    NetworkPlan plan =
        NetworkPlan.of(checkpoint.network(), checkpoint.image(), checkpoint.classes());
    WeightQuantizer.Kind kind = WeightQuantizer.Kind.named(checkpoint.quantizer());
    if (kind == WeightQuantizer.Kind.NONE) {
      throw new InvalidInputException(
          "The network "
              + plan.spec().name()
              + " was trained without quantizers by the recipe "
              + checkpoint.recipe()
              + ", so that it runs at 32 bits only. Maybe train it with another recipe, such as"
              + " abn?");
    }
    TrainableNetwork.requireParameters(
        plan, checkpoint.bitWidths(), checkpoint.separate(), kind, checkpoint.tensors());
    return new FrozenNetwork(
        plan,
        checkpoint.bitWidths(),
        checkpoint.separate(),
        kind,
        checkpoint.parameters(),
        workers);
  }

  /** Returns the fingerprint of a network with such parameters. */
  public static String fingerprint(
      NetworkSpec spec, BitWidths bitWidths, Map<String, float[]> parameters) {
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putString(spec + " " + bitWidths, StandardCharsets.UTF_8);
    new TreeMap<>(parameters)
        .forEach(
            (name, values) -> {
              hasher.putString(name, StandardCharsets.UTF_8);
              for (float value : values) {
                hasher.putInt(Float.floatToRawIntBits(value));
              }
            });
    return hasher.hash().toString();
  }

  @Override
  public NetworkSpec spec() {
    return plan.spec();
  }

  @Override
  public BitWidths bitWidths() {
    return bitWidths;
  }

  @Override
  public boolean separate() {
    return separate;
  }

  @Override
  public List<String> featureNames() {
    return FEATURES;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** Returns how the layers hang together. */
  public NetworkPlan plan() {
    return plan;
  }

  /** Returns the stem. */
  public FrozenLayer stem() {
    return stem;
  }

  /** Returns the searchable layers. */
  public List<FrozenLayer> layers() {
    return List.copyOf(layers);
  }

  /** Returns the projection that reads the input of a layer, if there is one. */
  public Optional<FrozenLayer> projection(int layer) {
    return Optional.ofNullable(projections.get(layer));
  }

  /** Returns the classifier. */
  public FrozenClassifier classifier() {
    return classifier;
  }

  /**
   * Returns the names of the layers whose largest possible sum exceeds 2^24, so that exactness
   * rests on what inputs do in practice and not on the bound. Empty for small networks.
   */
  public List<String> layersBeyondTheBound() {
    return convolutions()
        .filter(layer -> layer.largestSum() >= FrozenLayer.EXACT)
        .map(FrozenLayer::name)
        .toList();
  }

  @Override
  public Walk open(byte[] images, int samples) {
    if (samples < 1 || images.length < (long) samples * plan.spec().imageSize()) {
      throw new IllegalArgumentException(
          "A walk over "
              + samples
              + " samples needs "
              + (long) samples * plan.spec().imageSize()
              + " bytes of images, but there are "
              + images.length
              + ".");
    }
    Arena arena = arenas.pollFirst();
    if (arena == null) {
      arena = new Arena(workers.size());
    }
    arena.ensure(samples, plan, slots);
    return new FrozenWalk(this, arena, images, samples);
  }

  /** Returns the heads at which samples may leave, in the order of the plan. */
  public List<FrozenClassifier> heads() {
    return List.copyOf(heads);
  }

  FrozenLayer layerAt(int index) {
    return layers.get(index);
  }

  @Nullable FrozenLayer projectionAt(int index) {
    return projections.get(index);
  }

  /** Returns the head before a layer; {@code null} for none. */
  @Nullable FrozenClassifier headBefore(int layer) {
    int head = plan.headBefore(layer);
    return head < 0 ? null : heads.get(head);
  }

  /** Returns the most features that the classifier or a head reads. */
  int mostFeatures() {
    return Stream.concat(heads.stream(), Stream.of(classifier))
        .mapToInt(each -> each.grid().features())
        .max()
        .orElseThrow();
  }

  TensorSlots slots() {
    return slots;
  }

  Workers workers() {
    return workers;
  }

  void giveBack(Arena arena) {
    arenas.addFirst(arena);
  }
}
