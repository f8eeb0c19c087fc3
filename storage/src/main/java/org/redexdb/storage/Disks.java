// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage;

import org.redexdb.storage.api.Disk;
import org.redexdb.storage.disk.MemoryDisk;
import org.redexdb.storage.disk.SystemDisk;

/// The disks a program can give to a store.
///
/// Thread-safe.
public final class Disks {
  /// Below the usual limit of 1,024 a process, with room for what is not counted: locks, directories, mappings being made,
  /// and all that is not of a store.
  public static final int DESCRIPTORS_MAX_DEFAULT = 256;

  private static final Disk SYSTEM = new SystemDisk(DESCRIPTORS_MAX_DEFAULT);

  private Disks() {}

  /// The file system of the operating system; one for the process, which holds at most
  /// [#DESCRIPTORS_MAX_DEFAULT] descriptors of files open where that is possible.
  public static Disk system() { return SYSTEM; }

  /// The file system of the operating system, with a number of its own. A file whose descriptor was put away is forced
  /// before, if need be, and opened again for its next use: a store may have any number of logs, and is slower by that
  /// where more of them are written in turn than there are descriptors.
  ///
  /// @param descriptorsMax how many descriptors of files are held open; those in use at one moment, and of files mapped for
  ///          writing, come on top
  public static Disk system(int descriptorsMax) { return new SystemDisk(descriptorsMax); }

  /// A new, empty disk in native memory. Its content lives as long as the returned object; forcing does nothing.
  public static Disk memory() { return new MemoryDisk(); }
}
