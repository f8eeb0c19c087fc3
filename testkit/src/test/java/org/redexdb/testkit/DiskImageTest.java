// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiskImageTest {
  private static final Path FOLDER = Path.of("/f");

  @Test
  void anImageComesBackFromTheDiskItWasWrittenTo() throws IOException {
    DiskImage image = image();
    SimDisk disk = SimDisk.seeded(1);
    image.writeTo(disk, FOLDER);
    assertThat(DiskImage.of(disk.afterReboot(), FOLDER).differences(image)).isEmpty();
  }

  @Test
  void changesAreNamed() throws IOException {
    DiskImage image = image();
    DiskImage other = image.copy();
    Objects.requireNonNull(other.files().get(Path.of("a")))[7] ^= 1;
    other.files().remove(Path.of("d", "e", "b"));
    other.files().put(Path.of("c"), new byte[0]);
    assertThat(other.differences(image)).containsExactly("a differs at 7", "d/e/b is gone", "c is new");
    assertThat(image().differences(image)).isEmpty();
  }

  private static DiskImage image() {
    var files = new TreeMap<Path, byte[]>();
    files.put(Path.of("a"), new byte[]{1, 2, 3, 4, 5, 6, 7, 8});
    var sparse = new byte[100_000];
    sparse[99_999] = 1;
    files.put(Path.of("d", "e", "b"), sparse);
    return DiskImage.of(files);
  }
}
