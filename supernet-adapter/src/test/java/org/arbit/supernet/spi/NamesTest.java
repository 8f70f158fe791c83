package org.arbit.supernet.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

  private static final List<String> KNOWN = List.of("reinforce", "dqn", "a2c", "ppo");

  @Test
  void saysWhatIsKnownAndWhatWasMeant() {
    assertThat(Names.unknown("agent", "dqm", KNOWN))
        .isEqualTo("There is no agent \"dqm\"; known are a2c, dqn, ppo, reinforce. Maybe \"dqn\"?");
  }

  @Test
  void suggestsNothingForAStranger() {
    assertThat(Names.nearest("transformer", KNOWN)).isEmpty();
    assertThat(Names.unknown("agent", "x", List.of()))
        .isEqualTo("There is no agent \"x\"; known are none.");
  }

  @Test
  void acceptsPrefixesAndOtherCase() {
    assertThat(Names.nearest("rein", KNOWN)).contains("reinforce");
    assertThat(Names.nearest("PPO", KNOWN)).contains("ppo");
  }
}
