package org.arbit.agents.baseline;

import java.util.List;
import org.arbit.agents.HyperParameter;
import org.arbit.agents.HyperParameters;
import org.arbit.agents.Outcomes;
import org.arbit.agents.OutcomesBuilder;

/** What a baseline is chosen by on validation data. */
enum Metric {
  /** The mean log-likelihood of the labels. */
  LOG_LIKELIHOOD,
  /** The share of correct answers. */
  ACCURACY;

  static HyperParameter parameter() {
    return HyperParameter.choice(
        "metric", List.of("log-likelihood", "accuracy"), "what it is chosen by on validation");
  }

  static Metric of(HyperParameters values) {
    return values.choice("metric").equals("accuracy") ? ACCURACY : LOG_LIKELIHOOD;
  }

  double mean(Outcomes outcomes) {
    return this == ACCURACY ? outcomes.accuracy() : outcomes.meanLogLikelihood();
  }

  double of(OutcomesBuilder.Answer answer) {
    if (this == ACCURACY) {
      return answer.correct() ? 1 : 0;
    }
    return answer.logLikelihood();
  }

  double of(Outcomes outcomes, int sample) {
    if (this == ACCURACY) {
      return outcomes.correct()[sample] ? 1 : 0;
    }
    return outcomes.logLikelihood()[sample];
  }
}
