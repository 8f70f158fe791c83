package org.arbit.env.rl4j;

import java.util.function.Predicate;
import org.deeplearning4j.rl4j.agent.Agent;
import org.deeplearning4j.rl4j.agent.listener.AgentListener;
import org.deeplearning4j.rl4j.environment.StepResult;
import org.deeplearning4j.rl4j.observation.Observation;
import org.deeplearning4j.rl4j.trainer.SyncTrainer;

/**
 * Lets a listener's {@code STOP} end a training, which in RL4J only ends an episode: wrap the
 * listener with {@link #guard} and the trainer's condition with {@link #orElse}.
 */
public final class StopSwitch {

  private volatile boolean stopped;

  /** Whether training is to end. */
  public boolean stopped() {
    return stopped;
  }

  /** Ends the training after the present episode. */
  public void stop() {
    stopped = true;
  }

  /** Returns a condition that holds when the switch has been used, or {@code condition} holds. */
  public <A> Predicate<SyncTrainer<A>> orElse(Predicate<SyncTrainer<A>> condition) {
    return trainer -> stopped || condition.test(trainer);
  }

  /** Returns a listener that does what {@code listener} does and notes when it stops. */
  public <A> AgentListener<A> guard(AgentListener<A> listener) {
    return new Guard<>(listener);
  }

  private final class Guard<A> implements AgentListener<A> {

    private final AgentListener<A> listener;

    Guard(AgentListener<A> listener) {
      this.listener = listener;
    }

    private ListenerResponse note(ListenerResponse response) {
      stopped |= response == ListenerResponse.STOP;
      return response;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ListenerResponse onBeforeEpisode(Agent agent) {
      return note(listener.onBeforeEpisode(agent));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ListenerResponse onBeforeStep(Agent agent, Observation observation, A action) {
      return note(listener.onBeforeStep(agent, observation, action));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ListenerResponse onAfterStep(Agent agent, StepResult result) {
      return note(listener.onAfterStep(agent, result));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void onAfterEpisode(Agent agent) {
      listener.onAfterEpisode(agent);
    }
  }
}
