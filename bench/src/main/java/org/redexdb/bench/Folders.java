// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Folders that measurements leave nothing in.
final class Folders {
  private Folders() {}

  static Path fresh(Path parent, String name) throws IOException {
    Path folder = parent.resolve(name);
    delete(folder);
    return Files.createDirectories(folder);
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }

  /// Bytes the file system has given to the files, holes left out.
  static long allocatedBytes(Path folder) throws IOException {
    long blocks = 0;
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) blocks += blocks(path);
    }
    return blocks;
  }

  private static long blocks(Path file) throws IOException {
    var process = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
    try (var output = process.inputReader()) {
      return Long.parseLong(output.readLine().split("\\s", 2)[0]);
    }
  }
}
