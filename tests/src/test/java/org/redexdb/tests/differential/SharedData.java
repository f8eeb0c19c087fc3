// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The real data beside the repository: `../shared/data`, seen from the folder of the root POM.
final class SharedData {
  private SharedData() {}

  /// The file, or skips the test and says why.
  static Path file(String name) {
    Path root = root();
    Path file = (root == null ? Path.of("") : root).resolve("../shared/data").resolve(name).normalize();
    assumeThat(Files.exists(file)).as("real data at %s", file.toAbsolutePath()).isTrue();
    return file.toAbsolutePath();
  }

  private static @Nullable Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("query-grammar"))) return folder;
    }
    return null;
  }
}
