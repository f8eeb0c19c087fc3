// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage;

import org.redexdb.storage.api.Disk;
import org.redexdb.storage.disk.MemoryDisk;
import org.redexdb.storage.disk.SystemDisk;

/// The disks a program can give to a store.
///
/// Thread-safe.
public final class Disks {
  private static final Disk SYSTEM = new SystemDisk();

  private Disks() {}

  /// The file system of the operating system.
  public static Disk system() { return SYSTEM; }

  /// A new, empty disk in native memory. Its content lives as long as the returned object; forcing does nothing.
  public static Disk memory() { return new MemoryDisk(); }
}
