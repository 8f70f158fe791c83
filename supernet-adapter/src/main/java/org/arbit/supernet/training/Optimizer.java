package org.arbit.supernet.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.arbit.supernet.layers.Parameter;
import org.arbit.supernet.layers.Workers;

/**
 * ND4J's updaters over all parameters: weights with decay, batch-norm and biases without, steps of
 * quantizers with a rate of their own. Workers share them part by part.
 */
final class Optimizer {

  /** Least number of values of a part, of a group that has so many. */
  private static final int PART = 16_384;

  private final Optimization.Method method;
  private final Workers workers;
  private final List<Group> groups = new ArrayList<>();
  private final List<UpdaterPart> parts = new ArrayList<>();

  /** Parameters that are treated alike. */
  private record Group(String name, int length, List<UpdaterPart> parts) {}

  Optimizer(
      Optimization.Method method,
      List<Parameter> parameters,
      double decay,
      double stepRateFactor,
      Workers workers) {
    this.method = method;
    this.workers = workers;
    add(parameters, Parameter.Group.WEIGHT, decay, 1);
    add(parameters, Parameter.Group.AFFINE, 0, 1);
    add(parameters, Parameter.Group.STEP, 0, stepRateFactor);
    groups.forEach(group -> parts.addAll(group.parts));
  }

  private void add(List<Parameter> all, Parameter.Group kind, double decay, double rateFactor) {
    List<Parameter> members =
        all.stream().filter(p -> p.group() == kind && p.value().length > 0).toList();
    int length = members.stream().mapToInt(p -> p.value().length).sum();
    List<UpdaterPart> made = new ArrayList<>();
    int first = 0;
    int begin = 0;
    int end = 0;
    for (int i = 0; i < members.size(); i++) {
      end += members.get(i).value().length;
      if (end == length || Math.min(end - begin, length - end) >= PART) {
        made.add(new UpdaterPart(method, members.subList(first, i + 1), begin, decay, rateFactor));
        first = i + 1;
        begin = end;
      }
    }
    if (length > 0) {
      groups.add(new Group("optimizer/" + kind.name().toLowerCase(Locale.ROOT), length, made));
    }
  }

  /**
   * Takes a step along the gradients that the parameters hold.
   *
   * @return whether it was taken; it is not, and nothing changes, if a gradient or a parameter is
   *     not a number
   */
  boolean step(double learningRate, double momentum, int iteration) {
    // Of all parts first, so that no parameter has changed when another's gradient turns out bad.
    boolean[] finite = new boolean[parts.size()];
    workers.run(finite.length, (worker, i) -> finite[i] = parts.get(i).gather());
    for (boolean each : finite) {
      if (!each) {
        return false;
      }
    }
    workers.run(
        finite.length, (worker, i) -> parts.get(i).apply(learningRate, momentum, iteration));
    return true;
  }

  /** Copies what the updaters remember of earlier steps, by name. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    for (Group group : groups) {
      float[] memory = new float[UpdaterPart.memory(method) * group.length];
      group.parts.forEach(part -> part.copyMemory(memory, group.length));
      state.put(group.name, memory);
    }
    return state;
  }

  /**
   * Takes what {@link #state} has returned.
   *
   * @param stored gives the array of a name that has so many numbers
   */
  void restore(BiFunction<String, Integer, float[]> stored) {
    for (Group group : groups) {
      int length = UpdaterPart.memory(method) * group.length;
      float[] memory = stored.apply(group.name, length);
      group.parts.forEach(part -> part.restoreMemory(memory, group.length));
    }
  }
}
