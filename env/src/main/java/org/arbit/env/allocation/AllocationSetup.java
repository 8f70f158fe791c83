package org.arbit.env.allocation;

import java.util.ArrayList;
import java.util.List;
import org.arbit.env.EnvSpec;
import org.arbit.supernet.SuperNetwork;
import org.arbit.supernet.cost.BitOps;
import org.arbit.supernet.cost.CostModel;
import org.arbit.supernet.data.Dataset;

/**
 * A network, data and settings that fit each other.
 *
 * @param id of the environment
 * @param network frozen
 * @param data images of the shape that the network wants
 * @param config the settings
 */
record AllocationSetup(String id, SuperNetwork network, Dataset data, AllocationConfig config) {

  /** Checks that data and network fit. */
  AllocationSetup {
    if (data.size() < 1) {
      throw new IllegalArgumentException("The data set " + data.name() + " is empty.");
    }
    if (data.shape().channels() != network.spec().channels()
        || data.shape().height() != network.spec().height()
        || data.shape().width() != network.spec().width()) {
      throw new IllegalArgumentException(
          "The images of "
              + data.name()
              + " are "
              + data.shape()
              + ", but the network "
              + network.spec().name()
              + " takes "
              + network.spec().channels()
              + "x"
              + network.spec().height()
              + "x"
              + network.spec().width()
              + ".");
    }
    if (data.classes() > network.spec().classes()) {
      throw new IllegalArgumentException(
          "The data set "
              + data.name()
              + " has "
              + data.classes()
              + " classes, but the network "
              + network.spec().name()
              + " tells only "
              + network.spec().classes()
              + " apart.");
    }
    if (config.softBudget() == null
        && config.rewards().stream().anyMatch(term -> term.name().equals("soft-budget"))) {
      throw new IllegalArgumentException(
          "The reward term soft-budget needs the setting softBudget, in BitOps for a sample.");
    }
    if (id.equals(BitAllocation.EXIT_ID) && network.spec().exits().isEmpty()) {
      throw new IllegalArgumentException(
          "The network "
              + network.spec().name()
              + " has no head at which a sample could leave. Maybe use "
              + BitAllocation.ID
              + "?");
    }
  }

  boolean isStatic() {
    return id.equals(BitAllocation.STATIC_ID);
  }

  boolean hasExit() {
    return id.equals(BitAllocation.EXIT_ID);
  }

  ActionCoding coding() {
    return ActionCoding.of(network, hasExit());
  }

  EnvSpec spec(List<String> renderModes) {
    return new EnvSpec(id, AllocationParameters.write(config), renderModes);
  }

  ObservationSetting observationSetting() {
    return new ObservationSetting(
        network.spec(),
        network.bitWidths(),
        network.separate(),
        config.budget() != null,
        hasExit(),
        network.featureNames());
  }

  /** Returns the groups of the observation, with the exit's where there are heads. */
  List<String> groups() {
    List<String> groups = new ArrayList<>(config.observations());
    if (hasExit() && !groups.contains("exit")) {
      groups.add("exit");
    }
    return groups;
  }

  /** Returns the terms of the reward, with the penalty where masked actions have one. */
  List<AllocationConfig.Weighted> terms() {
    List<AllocationConfig.Weighted> terms = new ArrayList<>(config.rewards());
    String penalty = MaskedActionReward.NAME;
    if (config.maskedActions() == MaskedActions.PENALTY
        && terms.stream().noneMatch(term -> term.name().equals(penalty))) {
      terms.add(new AllocationConfig.Weighted(penalty, 1));
    }
    return terms;
  }

  CostModel costModel() {
    return config.cost().create(network);
  }

  Execution execution(int size, boolean teaches, Episodes books) {
    return isStatic()
        ? new StaticExecution(network, data, config.batch(), teaches, books)
        : new SampleExecution(network, data, size, teaches);
  }

  /** Refuses a budget that no allocation can keep. */
  void checkBudget(CostTable costs) {
    BudgetRange budget = config.budget();
    if (budget != null && budget.low() < costs.leastTotal()) {
      throw new IllegalArgumentException(
          "The budget is "
              + budget.low()
              + " "
              + new BitOps().unit()
              + " for a sample, but the network "
              + network.spec().name()
              + " needs at least "
              + costs.leastTotal()
              + ". Maybe "
              + costs.leastTotal()
              + "?");
    }
  }
}
