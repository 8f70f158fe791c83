package org.arbit.tests.architecture.broken.agents.dqn;

import java.io.IOException;
import java.io.ObjectInputStream;

final class BadFile {
  private BadFile() {}

  static Object read(ObjectInputStream in) throws IOException, ClassNotFoundException {
    return in.readObject();
  }
}
