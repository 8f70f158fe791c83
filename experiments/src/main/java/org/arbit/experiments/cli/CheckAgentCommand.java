package org.arbit.experiments.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbit.agents.check.AgentCheck;
import org.arbit.agents.spi.AgentProvider;
import org.arbit.agents.spi.AgentRegistry;
import org.arbit.env.check.CheckReport;
import org.arbit.supernet.spi.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an agent. */
@Command(
    name = "agent",
    sortOptions = false,
    description = "Puts an agent through the rules; 0 when none that applies is broken.",
    footer = {"", "Example: ./arbit check agent uniform"})
final class CheckAgentCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Name of the agent; see arbit list agents.")
  private String name = "";

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "A jar that has it. Code in it is run: give only jars that you trust.")
  private List<Path> jars = new ArrayList<>();

  @Option(names = "--json", description = "Print every rule as JSON.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  CheckAgentCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (OutsideJars outside = OutsideJars.open(jars)) {
      CheckReport report = AgentCheck.check(find());
      session
          .out()
          .print(json ? new ObjectMapper().writeValueAsString(report) + "\n" : report.toText());
      session.out().flush();
      return report.ok() ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private AgentProvider find() {
    try {
      return AgentRegistry.load().find(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }
}
