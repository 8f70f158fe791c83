package org.arbit.env;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a vector environment of single ones and steps them one after the other, or with {@link
 * #threaded} side by side; what comes out is the same.
 */
public final class SyncVectorEnv implements VectorEnv, Resumable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Env> envs;
  private final AutoReset autoReset;
  private final int width;
  private final int actions;
  private final @Nullable Step[] last;
  private final @Nullable ExecutorService threads;
  private volatile boolean closed;

  /**
   * Creates the vector; closing it closes the environments.
   *
   * @throws IllegalArgumentException if there is none, or their spaces differ
   */
  public SyncVectorEnv(List<? extends Env> envs, AutoReset autoReset) {
    this(envs, autoReset, null);
  }

  private SyncVectorEnv(
      List<? extends Env> envs, AutoReset autoReset, @Nullable ExecutorService threads) {
    this.threads = threads;
    if (envs.isEmpty()) {
      throw new IllegalArgumentException("A vector needs at least one environment.");
    }
    this.envs = List.copyOf(envs);
    this.autoReset = autoReset;
    Env first = envs.get(0);
    for (int i = 1; i < envs.size(); i++) {
      Env other = envs.get(i);
      if (!other.observationSpace().equals(first.observationSpace())
          || !other.actionSpace().equals(first.actionSpace())) {
        throw new IllegalArgumentException(
            "Environment "
                + i
                + " ("
                + other.spec().id()
                + ") has other spaces than environment 0 ("
                + first.spec().id()
                + "); a vector needs equal ones.");
      }
    }
    this.width = first.observationSpace().size();
    this.actions = first.actionSpace().n();
    this.last = new Step[envs.size()];
  }

  /** Returns a vector of {@code size} environments that {@code maker} makes by index. */
  public static SyncVectorEnv of(int size, IntFunction<? extends Env> maker, AutoReset autoReset) {
    return new SyncVectorEnv(IntStream.range(0, size).mapToObj(maker).toList(), autoReset);
  }

  /**
   * Returns a vector whose environments are stepped by several threads. Environments that share
   * what they change must not be put together in one.
   *
   * @param workers number of threads, at least 1
   */
  public static SyncVectorEnv threaded(List<? extends Env> envs, AutoReset autoReset, int workers) {
    return new SyncVectorEnv(envs, autoReset, Executors.newFixedThreadPool(workers));
  }

  @Override
  public EnvSpec spec() {
    return envs.get(0).spec();
  }

  @Override
  public int size() {
    return envs.size();
  }

  @Override
  public Box observationSpace() {
    return envs.get(0).observationSpace();
  }

  @Override
  public Discrete actionSpace() {
    return envs.get(0).actionSpace();
  }

  @Override
  public AutoReset autoReset() {
    return autoReset;
  }

  @Override
  public VectorStep reset(ResetOptions options) {
    checkOpen();
    boolean[] chosen = chosen(options);
    long[] seeds = options.seeds(envs.size());
    ResetOptions rest =
        new ResetOptions(null, options.options())
            .without(ResetOptions.SEEDS)
            .without(ResetOptions.RESET_MASK);
    each(
        i -> {
          if (chosen[i]) {
            Long seed = seeds == null ? null : seeds[i];
            last[i] = resetOne(i, new ResetOptions(seed, rest.options()));
          }
        });
    Gathered gathered = new Gathered();
    for (int i = 0; i < envs.size(); i++) {
      if (chosen[i]) {
        gathered.info(i);
      }
      gathered.row(i, 0);
    }
    return gathered.toStep();
  }

  private boolean[] chosen(ResetOptions options) {
    boolean[] chosen = options.flags(ResetOptions.RESET_MASK);
    if (chosen == null) {
      chosen = new boolean[envs.size()];
      Arrays.fill(chosen, true);
      return chosen;
    }
    boolean[] given = chosen;
    if (given.length != envs.size() || IntStream.range(0, given.length).noneMatch(i -> given[i])) {
      throw new IllegalArgumentException(
          "The option resetMask needs " + envs.size() + " entries, at least one of them true.");
    }
    for (int i = 0; i < chosen.length; i++) {
      if (!chosen[i] && last[i] == null) {
        throw new IllegalArgumentException(
            "The option resetMask leaves out environment " + i + ", which has never been reset.");
      }
    }
    return chosen;
  }

  @Override
  public VectorStep step(int[] chosenActions) {
    checkOpen();
    checkActions(chosenActions);
    @Nullable Step[] taken = new Step[envs.size()];
    each(
        i -> {
          if (ended(i)) {
            last[i] = resetOne(i, ResetOptions.none());
            return;
          }
          Step step = stepOne(i, chosenActions[i]);
          taken[i] = step;
          last[i] =
              step.done() && autoReset == AutoReset.SAME_STEP
                  ? resetOne(i, ResetOptions.none())
                  : step;
        });
    Gathered gathered = new Gathered();
    for (int i = 0; i < envs.size(); i++) {
      Step step = taken[i];
      if (step != null) {
        gathered.flags(i, step);
        if (step.done() && autoReset == AutoReset.SAME_STEP) {
          gathered.finish(i, step);
        }
      }
      gathered.info(i);
      gathered.row(i, step == null ? 0 : step.reward());
    }
    return gathered.toStep();
  }

  /**
   * Does something for every environment, and throws what went wrong in the first of them. Only
   * when no thread is at work any more, a failure closes all.
   */
  private void each(IntConsumer body) {
    RuntimeException failure = threads == null ? inTurn(body) : atOnce(threads, body);
    if (failure == null) {
      return;
    }
    if (!(failure instanceof IllegalArgumentException)) {
      try {
        close();
      } catch (RuntimeException second) {
        failure.addSuppressed(second);
      }
    }
    throw failure;
  }

  private @Nullable RuntimeException inTurn(IntConsumer body) {
    try {
      for (int i = 0; i < envs.size(); i++) {
        body.accept(i);
      }
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private @Nullable RuntimeException atOnce(ExecutorService pool, IntConsumer body) {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < envs.size(); i++) {
      int index = i;
      running.add(pool.submit(() -> body.accept(index)));
    }
    RuntimeException failure = null;
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        RuntimeException cause =
            e.getCause() instanceof RuntimeException known
                ? known
                : new IllegalStateException("An environment failed.", e.getCause());
        failure = failure == null ? cause : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Stepping " + spec().id() + " was interrupted.", e);
      }
    }
    return failure;
  }

  @Override
  public boolean[] actionMasks() {
    checkOpen();
    boolean[] masks = new boolean[envs.size() * actions];
    for (int i = 0; i < envs.size(); i++) {
      System.arraycopy(reached(i).mask(), 0, masks, i * actions, actions);
    }
    return masks;
  }

  @Override
  public @Nullable String render(int index) {
    return envs.get(index).render();
  }

  @Override
  public String state() {
    ArrayNode states = MAPPER.createArrayNode();
    for (Env env : envs) {
      states.add(resumable(env).state());
    }
    return states.toString();
  }

  @Override
  public void restore(String state) {
    try {
      JsonNode states = MAPPER.readTree(state);
      if (!states.isArray() || states.size() != envs.size()) {
        throw new IllegalArgumentException(
            "The state is not one of a vector of " + envs.size() + " environments: " + state);
      }
      for (int i = 0; i < envs.size(); i++) {
        resumable(envs.get(i)).restore(states.get(i).asText());
        last[i] = null;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The state is no JSON: " + state, e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (threads != null) {
      threads.shutdown();
    }
    RuntimeException failure = null;
    for (Env env : envs) {
      try {
        env.close();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The vector of " + spec().id() + " is closed.");
    }
  }

  private Step reached(int i) {
    Step step = last[i];
    if (step == null) {
      throw new IllegalStateException(
          "Environment "
              + i
              + " of "
              + spec().id()
              + " has not been reset. Maybe call reset first?");
    }
    return step;
  }

  private boolean ended(int i) {
    return reached(i).done();
  }

  /** Checks everything first, so that a refused step changes nothing. */
  private void checkActions(int[] chosenActions) {
    if (chosenActions.length != envs.size()) {
      throw new IllegalArgumentException(
          "There are " + chosenActions.length + " actions for " + envs.size() + " environments.");
    }
    for (int i = 0; i < envs.size(); i++) {
      if (ended(i)) {
        if (autoReset == AutoReset.DISABLED) {
          throw new IllegalStateException(
              "The episode of environment "
                  + i
                  + " has ended and autoreset is disabled. "
                  + "Maybe reset with the option resetMask?");
        }
        continue;
      }
      Actions.check(actionSpace(), reached(i).mask(), 0, chosenActions[i], i);
    }
  }

  private Step resetOne(int i, ResetOptions options) {
    return guarded(i, "reset", () -> envs.get(i).reset(options));
  }

  private Step stepOne(int i, int action) {
    return guarded(i, "step", () -> envs.get(i).step(action));
  }

  private Step guarded(int i, String what, Supplier<Step> call) {
    try {
      return call.get();
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Environment "
              + i
              + " of "
              + spec().id()
              + " failed in "
              + what
              + ": "
              + e.getMessage()
              + " All environments are closed now.",
          e);
    }
  }

  private static Resumable resumable(Env env) {
    if (env.unwrapped() instanceof Resumable resumable) {
      return resumable;
    }
    throw new UnsupportedOperationException(
        "The environment " + env.spec().id() + " has no state that can be saved.");
  }

  /** One step of the vector, row by row. */
  private final class Gathered {

    private final int size = envs.size();
    private final float[] observations = new float[size * width];
    private final boolean[] masks = new boolean[size * actions];
    private final double[] rewards = new double[size];
    private final boolean[] terminated = new boolean[size];
    private final boolean[] truncated = new boolean[size];
    private final VectorInfos infos = new VectorInfos(size);
    private final VectorInfos finalInfos = new VectorInfos(size);
    private float @Nullable [] finalObservations;

    void row(int i, double reward) {
      Step step = reached(i);
      System.arraycopy(step.observation(), 0, observations, i * width, width);
      System.arraycopy(step.mask(), 0, masks, i * actions, actions);
      rewards[i] = reward;
    }

    void info(int i) {
      infos.add(i, reached(i).info());
    }

    void flags(int i, Step step) {
      terminated[i] = step.terminated();
      truncated[i] = step.truncated();
    }

    void finish(int i, Step step) {
      if (finalObservations == null) {
        finalObservations = new float[size * width];
      }
      System.arraycopy(step.observation(), 0, finalObservations, i * width, width);
      finalInfos.add(i, step.info());
    }

    VectorStep toStep() {
      return new VectorStep(
          observations,
          masks,
          rewards,
          terminated,
          truncated,
          infos.toMap(),
          finalObservations,
          finalInfos.toMap());
    }
  }
}
