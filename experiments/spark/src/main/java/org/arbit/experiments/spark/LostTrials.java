package org.arbit.experiments.spark;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.arbit.experiments.run.Progress;

/** Tells of trials whose executor was lost. */
final class LostTrials extends SparkListener {

  private final Progress progress;
  private final Map<Integer, String> trialOfStage = new ConcurrentHashMap<>();

  LostTrials(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String trial = job.properties().getProperty("spark.jobGroup.id");
    if (trial != null) {
      job.stageIds().foreach(stage -> trialOfStage.put((Integer) stage, trial));
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    String trial = trialOfStage.get(task.stageId());
    if (trial != null && task.reason() instanceof ExecutorLostFailure lost) {
      try {
        progress.say(
            "Trial "
                + trial
                + " runs again: executor "
                + lost.execId()
                + " on "
                + task.taskInfo().host()
                + " was lost.");
      } catch (CancellationException e) {
        // The user has stopped the sweep, which hears of it elsewhere.
      }
    }
  }
}
