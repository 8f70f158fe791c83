package org.arbit.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;

/** Says why JSON could not be read, in the words of the file and not of the program. */
public final class JsonReason {

  private JsonReason() {}

  /** Returns the place in the file and what is wrong there, in one line without a full stop. */
  public static String of(JsonProcessingException e) {
    Throwable cause = e.getCause();
    String message =
        cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
    String path = e instanceof JsonMappingException mapping ? pathOf(mapping) : "";
    String place =
        e.getLocation() == null || e.getLocation().getLineNr() < 1
            ? ""
            : " (line " + e.getLocation().getLineNr() + ")";
    return (path.isEmpty() ? "" : "at " + path + ": ") + plain(String.valueOf(message)) + place;
  }

  /** Takes the names of classes out, of which a user knows nothing. */
  private static String plain(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" ?\\(class [^)]*\\)(, not marked as ignorable)?", "")
        .replaceAll(", problem: .*", "")
        .replaceAll("`(?:\\w+\\.)+(?:\\w+\\$)?(\\w+)[^`]*`", "$1");
  }

  private static String pathOf(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }
}
