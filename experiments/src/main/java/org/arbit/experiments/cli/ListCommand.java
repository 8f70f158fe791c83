package org.arbit.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the parts that can be chosen by name. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists what can be chosen by name: built in, or found on the class path.",
    footer = {"", "Example: ./arbit list agents"})
final class ListCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "KIND",
      description = "agents, envs, recipes, datasets, rewards, costs or exporters.")
  private String kind = "";

  @Option(names = "--json", description = "Print an array of objects instead of a table.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // for picocli
  @Mixin
  private CommonOptions common = new CommonOptions();

  private final Session session;

  ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Listing listing =
        Listing.find(kind)
            .orElseThrow(
                () -> new InvalidInputException(Names.unknown("kind", kind, Listing.kinds())));
    List<Listing.Entry> entries = listing.entries();
    if (json) {
      session.out().println(new ObjectMapper().writeValueAsString(entries));
    } else {
      List<String[]> rows = new ArrayList<>();
      rows.add(new String[] {"name", "what it is"});
      entries.forEach(entry -> rows.add(new String[] {entry.name(), entry.summary()}));
      session.out().print(TextTable.leftAligned(rows));
    }
    session.out().flush();
    return ExitCodes.OK;
  }
}
