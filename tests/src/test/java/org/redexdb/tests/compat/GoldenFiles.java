// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.redexdb.testkit.DiskImage;

/// Golden stores as they lie in git: each file without the zeros at its end, and a list of sizes beside them.
///
/// `-Dredex.golden=write` writes them anew, which is right only before a format version is frozen.
final class GoldenFiles {
  static final boolean WRITE = "write".equals(System.getProperty("redex.golden"));
  private static final Path ROOT = Path.of("src/test/resources/golden").toAbsolutePath();
  private static final String SIZES = "sizes.txt";

  private GoldenFiles() {}

  static DiskImage read(String version, String name) throws IOException {
    Path folder = ROOT.resolve(version).resolve(name);
    var files = new TreeMap<Path, byte[]>();
    for (String line : Files.readAllLines(folder.resolve(SIZES))) {
      String[] parts = line.split(" ", 2);
      byte[] stored = Files.readAllBytes(folder.resolve(parts[1]));
      files.put(Path.of(parts[1]), Arrays.copyOf(stored, Integer.parseInt(parts[0])));
    }
    return DiskImage.of(files);
  }

  static void write(String version, String name, DiskImage image) throws IOException {
    Path folder = ROOT.resolve(version).resolve(name);
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path file : old.filter(Files::isRegularFile).toList()) Files.delete(file);
      }
    }
    Files.createDirectories(folder);
    var sizes = new StringBuilder();
    for (Map.Entry<Path, byte[]> entry : image.files().entrySet()) {
      Path file = folder.resolve(entry.getKey().toString());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, withoutZerosAtEnd(entry.getValue()));
      sizes.append(entry.getValue().length).append(' ').append(entry.getKey()).append('\n');
    }
    Files.writeString(folder.resolve(SIZES), sizes);
  }

  private static byte[] withoutZerosAtEnd(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] == 0) end--;
    return Arrays.copyOf(content, end);
  }
}
