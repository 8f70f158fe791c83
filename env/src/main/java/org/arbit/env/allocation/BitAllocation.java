package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.arbit.env.Actions;
import org.arbit.env.AutoReset;
import org.arbit.env.Box;
import org.arbit.env.Discrete;
import org.arbit.env.Env;
import org.arbit.env.EnvSpec;
import org.arbit.env.HumanScreen;
import org.arbit.env.RenderMode;
import org.arbit.env.ResetOptions;
import org.arbit.env.Resumable;
import org.arbit.env.SingleEnv;
import org.arbit.env.VectorEnv;
import org.arbit.env.VectorStep;
import org.arbit.supernet.NetworkSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.Walk;
import org.arbit.supernet.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the bit-width of every searchable layer of a frozen super-network for each sample of a
 * batch. An episode is one forward pass: at each layer an action per sample (see {@link
 * ActionCoding}), and after the last one {@code terminated}. All samples walk in lock-step, so that
 * all episodes end together, and a reset of some of them is refused. Arithmetic is exact and every
 * place of the batch draws its own random numbers: what happens to a sample does not depend on the
 * others.
 *
 * <p>What is observed is listed by {@link #fields()}; rewards and infos are in docs/environment.md.
 * After Tang et al., "Arbitrary Bit-width Network", arXiv 2204.09992, section 3.3; the observation,
 * the terms of the reward and the trade-off in the observation are our interpretation.
 */
public final class BitAllocation implements VectorEnv, Resumable {

  /** Per sample, per layer. */
  public static final String ID = "BitAllocation-v1";

  /** The same with early exits. */
  public static final String EXIT_ID = "BitAllocationExit-v1";

  /** One allocation for a whole batch of data. */
  public static final String STATIC_ID = "BitAllocationStatic-v1";

  private static final List<String> RENDER_MODES = List.of("ansi", "html", "human");
  private static final List<String> COMMON_OPTIONS =
      List.of(ResetOptions.SEEDS, ResetOptions.RESET_MASK, ResetOptions.LAMBDA);

  private final EnvSpec spec;
  private final int size;
  private final AutoReset autoReset;
  private final AllocationConfig config;
  private final ActionCoding coding;
  private final Discrete actionSpace;
  private final Observer observer;
  private final boolean looksAtHeads;
  private final Rewarder rewarder;
  private final Episodes books;
  private final EpisodeDraw draw;
  private final Execution execution;
  private final List<String> knownOptions;
  private final boolean[] masks;
  private final int[] resolved;
  private final boolean[] replaced;
  private final int[] weightBits;
  private final int[] activationBits;
  private boolean started;
  private boolean closed;

  private BitAllocation(AllocationSetup setup, int size, AutoReset autoReset) {
    this.spec = setup.spec(RENDER_MODES);
    this.size = size;
    this.autoReset = autoReset;
    this.config = setup.config();
    this.coding = setup.coding();
    this.actionSpace = new Discrete(coding.actions());
    this.observer = new Observer(setup.groups(), setup.observationSetting());
    this.rewarder = new Rewarder(setup.terms());
    NetworkSpec network = setup.network().spec();
    this.looksAtHeads = observer.looksAtHeads() && !setup.isStatic();
    CostTable costs = new CostTable(coding, network, setup.costModel(), looksAtHeads);
    setup.checkBudget(costs);
    int features = setup.network().featureNames().size();
    this.books =
        new Episodes(
            size,
            new Episodes.Setting(network, setup.network().separate(), features),
            config,
            costs,
            coding);
    this.draw = new EpisodeDraw(size, setup.isStatic() ? 0 : setup.data().size(), config);
    this.execution = setup.execution(size, rewarder.needsTeacher(), books);
    List<String> known = new ArrayList<>(COMMON_OPTIONS);
    if (!setup.isStatic()) {
      known.add(ResetOptions.SAMPLES);
      known.add(ResetOptions.ROLLOUTS);
    }
    this.knownOptions = List.copyOf(known);
    this.masks = new boolean[size * coding.actions()];
    this.resolved = new int[size];
    this.replaced = new boolean[size];
    this.weightBits = new int[size];
    this.activationBits = new int[size];
  }

  /**
   * Returns the vector environment {@link #ID}.
   *
   * @throws IllegalArgumentException if data and network do not fit, a name is unknown, or the
   *     budget cannot be met
   */
  public static BitAllocation vector(
      SuperNetwork network, Dataset data, AllocationConfig config, int size, AutoReset autoReset) {
    return make(new AllocationSetup(ID, network, data, config), size, autoReset);
  }

  /**
   * Returns the environment {@link #EXIT_ID}, in which samples may leave at the network's heads.
   *
   * @throws IllegalArgumentException as {@link #vector}, and if the network has no head
   */
  public static BitAllocation vectorWithExit(
      SuperNetwork network, Dataset data, AllocationConfig config, int size, AutoReset autoReset) {
    return make(new AllocationSetup(EXIT_ID, network, data, config), size, autoReset);
  }

  /** Returns the single environment {@link #ID}, which is its batch of one. */
  public static Env single(SuperNetwork network, Dataset data, AllocationConfig config) {
    return new SingleEnv(vector(network, data, config, 1, AutoReset.DISABLED));
  }

  static BitAllocation make(AllocationSetup setup, int size, AutoReset autoReset) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "A vector of " + setup.id() + " has " + size + " environments; at least 1.");
    }
    return new BitAllocation(setup, size, autoReset);
  }

  /** Returns what stands at each index of an observation. */
  public List<ObservedField> fields() {
    return observer.fields();
  }

  /** Returns what each action means. */
  public ActionCoding actions() {
    return coding;
  }

  /** Returns the settings. */
  public AllocationConfig config() {
    return config;
  }

  @Override
  public EnvSpec spec() {
    return spec;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Box observationSpace() {
    return observer.space();
  }

  @Override
  public Discrete actionSpace() {
    return actionSpace;
  }

  @Override
  public AutoReset autoReset() {
    return autoReset;
  }

  /**
   * Starts new episodes.
   *
   * <p>Options: {@code samples} (fewer than there is room for: the last one is repeated and marked
   * {@code padding} in the infos), {@code rollouts}, {@code lambda}; the last two hold until the
   * next call. A reset mask must be all true.
   */
  @Override
  public VectorStep reset(ResetOptions options) {
    checkOpen();
    options.checkKnown(knownOptions);
    checkWholeReset(options);
    // Checks the rest of the options and throws before anything has changed.
    draw.reset(options, books);
    started = false;
    books.begin();
    return begin();
  }

  @Override
  public VectorStep step(int[] actions) {
    checkOpen();
    checkStarted();
    if (books.done()) {
      if (autoReset == AutoReset.DISABLED) {
        throw new IllegalStateException(
            "The episodes of "
                + spec.id()
                + " have ended and autoreset is disabled. "
                + "Maybe call reset?");
      }
      return beginNext();
    }
    resolve(actions);
    execution.step(weightBits, activationBits);
    for (int i = 0; i < size; i++) {
      books.book(i, resolved[i], replaced[i]);
    }
    boolean done = books.advance();
    if (done) {
      execution.finish(books);
    } else {
      look();
    }
    books.masks(masks);
    return after(done);
  }

  @Override
  public boolean[] actionMasks() {
    checkOpen();
    checkStarted();
    return masks.clone();
  }

  @Override
  public @Nullable String render(int index) {
    checkOpen();
    checkStarted();
    StripRenderer renderer = new StripRenderer(books, coding);
    if (config.renderMode() == RenderMode.HUMAN) {
      HumanScreen.show(renderer.text(index));
      return null;
    }
    return switch (config.renderMode()) {
      case ANSI -> renderer.text(index);
      case HTML -> renderer.html(index);
      default -> null;
    };
  }

  @Override
  public String state() {
    return draw.state();
  }

  @Override
  public void restore(String state) {
    draw.restore(state);
    started = false;
  }

  @Override
  public void close() {
    closed = true;
    execution.close();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The environment " + spec.id() + " is closed.");
    }
  }

  private void checkStarted() {
    if (!started) {
      throw new IllegalStateException(spec.id() + " has not been reset. Maybe call reset first?");
    }
  }

  private void checkWholeReset(ResetOptions options) {
    boolean[] mask = options.flags(ResetOptions.RESET_MASK);
    if (mask == null) {
      return;
    }
    boolean whole = mask.length == size;
    for (boolean each : mask) {
      whole &= each;
    }
    if (!whole) {
      throw new IllegalArgumentException(
          "The option resetMask chooses some of the "
              + size
              + " environments, but a vector of "
              + spec.id()
              + " walks in lock-step. Maybe leave the option out?");
    }
  }

  private VectorStep beginNext() {
    books.begin();
    draw.next(books);
    return begin();
  }

  /** Runs the stem and shows the first layer. */
  private VectorStep begin() {
    execution.begin(draw.samples());
    look();
    books.masks(masks);
    started = true;
    Infos infos = new Infos(size);
    rewarder.none(size, infos);
    describe(infos, false);
    return new VectorStep(
        observer.observe(books),
        masks.clone(),
        new double[size],
        new boolean[size],
        new boolean[size],
        infos.toMap(),
        null,
        Map.of());
  }

  /** Looks at the waiting layer, and at the head before it if that is shown. */
  private void look() {
    execution.features(books.features);
    if (looksAtHeads && books.network().exitBefore(books.layer()).isPresent()) {
      execution.headGaps(books.headGap);
    }
  }

  private VectorStep after(boolean done) {
    Infos infos = new Infos(size);
    double[] rewards = rewarder.reward(books, infos);
    describe(infos, done);
    float[] observations = observer.observe(books);
    boolean[] terminated = new boolean[size];
    Arrays.fill(terminated, done);
    if (done && autoReset == AutoReset.SAME_STEP) {
      VectorStep first = beginNext();
      return new VectorStep(
          first.observations(),
          first.masks(),
          rewards,
          terminated,
          new boolean[size],
          first.infos(),
          observations,
          infos.toMap());
    }
    return new VectorStep(
        observations,
        masks.clone(),
        rewards,
        terminated,
        new boolean[size],
        infos.toMap(),
        null,
        Map.of());
  }

  /** Checks and translates all actions before anything changes. */
  private void resolve(int[] actions) {
    if (actions.length != size) {
      throw new IllegalArgumentException(
          "There are " + actions.length + " actions for " + size + " environments.");
    }
    int n = coding.actions();
    for (int i = 0; i < size; i++) {
      int action = books.left(i) ? 0 : actions[i];
      boolean masked = actionSpace.contains(action) && !masks[i * n + action];
      replaced[i] = masked && config.maskedActions() != MaskedActions.ERROR;
      if (replaced[i]) {
        action = nearestValid(i * n, action);
      } else {
        Actions.check(actionSpace, masks, i * n, action, i);
      }
      resolved[i] = action;
      boolean exit = action == coding.exitAction();
      weightBits[i] = exit ? Walk.EXIT : coding.weightBits(action);
      activationBits[i] = exit ? Walk.EXIT : coding.activationBits(action);
    }
  }

  private int nearestValid(int row, int action) {
    for (int a = action - 1; a >= 0; a--) {
      if (masks[row + a]) {
        return a;
      }
    }
    int above = action + 1;
    while (!masks[row + above]) {
      above++;
    }
    return above;
  }

  private void describe(Infos infos, boolean done) {
    int[] layer = new int[size];
    Arrays.fill(layer, books.layer());
    boolean[] waiting = new boolean[size];
    for (int i = 0; i < size; i++) {
      waiting[i] = !done && books.left(i);
    }
    infos.put("layer", layer);
    infos.put("bitOps", books.spent.clone());
    infos.put("lambda", books.lambda.clone());
    infos.put("budget", books.budget.clone());
    infos.put("waiting", waiting);
    infos.put("padding", draw.padding());
    execution.describe(infos, done);
    if (done) {
      int[][] weights = new int[size][];
      int[][] activations = new int[size][];
      int[] leftBefore = new int[size];
      for (int i = 0; i < size; i++) {
        weights[i] = books.weightBits(i);
        activations[i] = books.activationBits(i);
        leftBefore[i] = books.leftBefore(i);
      }
      infos.put("weightBits", weights);
      infos.put("activationBits", activations);
      infos.put("leftBefore", leftBefore);
      infos.put("logLikelihood", books.logLikelihood.clone());
    }
  }
}
