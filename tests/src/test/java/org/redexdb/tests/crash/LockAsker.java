// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.io.IOException;
import java.nio.file.Path;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.Disk;

/// Main class of a process that asks all the time whether a lock is held, as readers do that open a store. Writes a byte once it does.
///
/// Arguments: the file.
final class LockAsker {
  private LockAsker() {}

  public static void main(String[] arguments) throws IOException {
    Disk disk = Disks.system();
    Path file = Path.of(arguments[0]);
    disk.isLocked(file);
    System.out.write(1);
    System.out.flush();
    while (true) disk.isLocked(file);
  }
}
