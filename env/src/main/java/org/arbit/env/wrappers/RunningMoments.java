package org.arbit.env.wrappers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Mean and variance of each entry of the vectors seen so far (Welford, 1962). */
public final class RunningMoments {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final double[] mean;
  private final double[] squares;
  private long count;

  /** Begins with nothing seen. */
  public RunningMoments(int size) {
    mean = new double[size];
    squares = new double[size];
  }

  /** Adds a vector. */
  public void add(float[] vector) {
    add(vector, 0);
  }

  /** Adds the vector that stands in {@code vectors} from {@code from}. */
  public void add(float[] vectors, int from) {
    count++;
    for (int k = 0; k < mean.length; k++) {
      double away = vectors[from + k] - mean[k];
      mean[k] += away / count;
      squares[k] += away * (vectors[from + k] - mean[k]);
    }
  }

  /** Returns how many vectors have been seen. */
  public long count() {
    return count;
  }

  /** Returns the mean of entry {@code index}; 0 before the first vector. */
  public double mean(int index) {
    return mean[index];
  }

  /** Returns the population variance of entry {@code index}; 1 before the second vector. */
  public double variance(int index) {
    return count < 2 ? 1 : squares[index] / count;
  }

  /** Returns everything as JSON. */
  public String toJson() {
    ObjectNode node = MAPPER.createObjectNode().put("count", count);
    ArrayNode means = node.putArray("mean");
    ArrayNode sums = node.putArray("squares");
    for (int k = 0; k < mean.length; k++) {
      means.add(mean[k]);
      sums.add(squares[k]);
    }
    return node.toString();
  }

  /**
   * Takes over what {@link #toJson()} has written.
   *
   * @throws IllegalArgumentException if the text is no such thing, or of another size
   */
  public void restore(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node.path("mean").size() != mean.length || node.path("squares").size() != mean.length) {
        throw new IllegalArgumentException(
            "The saved moments are not of " + mean.length + " entries: " + json);
      }
      count = node.path("count").asLong();
      for (int k = 0; k < mean.length; k++) {
        mean[k] = node.path("mean").get(k).asDouble();
        squares[k] = node.path("squares").get(k).asDouble();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The saved moments are no JSON: " + json, e);
    }
  }
}
