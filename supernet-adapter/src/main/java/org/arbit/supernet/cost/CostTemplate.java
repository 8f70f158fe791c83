package org.arbit.supernet.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of a network with its costs left open, for whoever measures latency or energy
 * elsewhere. A table that is not filled in is refused, so that nothing is taken for measured that
 * is not.
 */
public final class CostTemplate {

  private static final JsonMapper JSON = new JsonMapper();

  private CostTemplate() {}

  /** Returns the number of rows. */
  public static int rows(CostRequest request) {
    return slots(request).size();
  }

  /** Returns the table with a header line; the cost is the last column. */
  public static String csv(CostRequest request) {
    StringBuilder csv = new StringBuilder();
    csv.append("layer,weightBits,activationBits,")
        .append(String.join(",", CostTableLayout.aboutColumns()))
        .append(",cost\n");
    for (CostTableLayout.Slot slot : slots(request)) {
      CostRow.Key key = slot.key();
      csv.append(key.layer()).append(',');
      csv.append(key.weightBits()).append(',').append(key.activationBits()).append(',');
      csv.append(String.join(",", slot.about())).append(",\n");
    }
    return csv.toString();
  }

  /** Returns the table as JSON, a line for each row. */
  public static String json(CostRequest request) {
    List<String> names = CostTableLayout.aboutColumns();
    String rows =
        slots(request).stream()
            .map(
                slot -> {
                  ObjectNode row = JSON.createObjectNode();
                  row.put("layer", slot.key().layer());
                  row.put("weightBits", slot.key().weightBits());
                  row.put("activationBits", slot.key().activationBits());
                  for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), slot.about().get(i));
                  }
                  return "    " + text(row.putNull("cost"));
                })
            .collect(Collectors.joining(",\n"));
    return "{\n  \"schema\": "
        + CostTableFile.SCHEMA
        + ",\n  \"unit\": \"\",\n  \"rows\": [\n"
        + rows
        + "\n  ]\n}\n";
  }

  private static List<CostTableLayout.Slot> slots(CostRequest request) {
    return CostTableLayout.slots(request.network(), request.bitWidths(), request.separate());
  }

  private static String text(ObjectNode row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can always be written as JSON.", e);
    }
  }
}
