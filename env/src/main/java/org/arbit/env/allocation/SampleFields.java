package org.arbit.env.allocation;

import java.util.List;

/** What the network shows of the sample's input to the waiting layer; 0 at the end. */
public final class SampleFields implements ObservationField {

  private static final String UNIT = "share of the largest code, or of the values";

  /** A sum times a rounded inverse, as an exported graph computes it, may pass 1 by an ulp. */
  private static final float HIGHEST = 1.00001f;

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public String summary() {
    return "features of the sample's input to the layer, as named by the network";
  }

  @Override
  public Writer writer(ObservationSetting setting) {
    List<Entry> entries =
        setting.featureNames().stream()
            .map(feature -> new Entry(feature, UNIT, 0, HIGHEST))
            .toList();
    return ObservationField.writer(
        entries, (view, sample, into, offset) -> view.features(sample, into, offset));
  }
}
