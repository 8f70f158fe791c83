package org.arbit.experiments.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.arbit.supernet.spi.InvalidInputException;

/**
 * Puts jars of the user's on the class path, for as long as it is open: services in them are found
 * like built-in ones. This is the only door through which code comes in.
 */
final class OutsideJars implements AutoCloseable {

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final URLClassLoader loader;

  private OutsideJars(URLClassLoader loader) {
    this.loader = loader;
    Thread.currentThread().setContextClassLoader(loader);
  }

  /** Opens the jars; there may be none. */
  static OutsideJars open(List<Path> jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new InvalidInputException("There is no jar " + jar + ".");
      }
      urls.add(jar.toUri().toURL());
    }
    return new OutsideJars(
        new URLClassLoader(urls.toArray(URL[]::new), OutsideJars.class.getClassLoader()));
  }

  @Override
  public void close() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }
}
