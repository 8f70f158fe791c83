package org.arbit.supernet.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** MNIST, Fashion-MNIST and their kin. */
public final class IdxProvider implements DataProvider {

  private static final String CLASSES = "classes";

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public String summary() {
    return "a folder with train-images-idx3-ubyte[.gz] and its three companions, as MNIST";
  }

  @Override
  public Set<String> options() {
    return Set.of(CLASSES);
  }

  @Override
  public boolean canRead(Path source) {
    return Files.isDirectory(source) && new IdxFolder(source, 1).isPresent();
  }

  @Override
  public DataSplits load(DataRequest request) {
    int classes = request.intOption(CLASSES, IdxFolder.DEFAULT_CLASSES, 2, 256);
    IdxFolder folder = new IdxFolder(request.existingSource(name()), classes);
    return folder.load(request.sizes(), request.seed());
  }
}
