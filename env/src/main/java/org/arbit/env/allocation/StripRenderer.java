package org.arbit.env.allocation;

import java.util.Locale;

/** Draws an episode as a strip: the layers with their bits, and the money that is left. */
final class StripRenderer {

  private final Episodes books;
  private final ActionCoding coding;

  StripRenderer(Episodes books, ActionCoding coding) {
    this.books = books;
    this.coding = coding;
  }

  String text(int sample) {
    StringBuilder out = new StringBuilder("bits");
    for (int l = 0; l < books.network().layers(); l++) {
      out.append(' ').append(cell(sample, l));
    }
    out.append(String.format(Locale.ROOT, " | spent %.1f %%", 100 * share(books.spent(sample))));
    out.append(
        String.format(
            Locale.ROOT, ", least to come %.1f %%", 100 * share(books.leastRemaining(sample))));
    if (books.hasBudget()) {
      out.append(String.format(Locale.ROOT, ", budget %.1f %%", 100 * share(books.budget(sample))));
    }
    out.append(String.format(Locale.ROOT, ", lambda %.4f", books.lambda(sample)));
    return out.toString();
  }

  String html(int sample) {
    StringBuilder out = new StringBuilder("<div style=\"font:12px monospace;display:flex\">");
    for (int l = 0; l < books.network().layers(); l++) {
      int bits = books.weightBits(sample, l);
      out.append(
          String.format(
              Locale.ROOT,
              "<span title=\"%s\" style=\"padding:4px 6px;background:rgba(0,90,180,%.2f)\">%s</span>",
              escape(books.network().layer(l).name()),
              bits / 10.0,
              cell(sample, l)));
    }
    return out.append("</div><div style=\"font:12px monospace\">")
        .append(escape(text(sample).replaceFirst(".*\\| ", "")))
        .append("</div>")
        .toString();
  }

  private String cell(int sample, int layer) {
    if (books.leftBefore(sample) == layer) {
      return "x";
    }
    int weights = books.weightBits(sample, layer);
    if (weights == 0) {
      return books.left(sample) ? "-" : ".";
    }
    return coding.name(coding.action(weights, books.activationBits(sample, layer)));
  }

  private double share(long bitOps) {
    return (double) bitOps / books.maxBitOps();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
