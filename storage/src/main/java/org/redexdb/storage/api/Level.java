// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// What an event has survived when an append returns; each level includes the ones before it.
public enum Level {
  /// In this process' memory only (stores without a folder).
  MEMORY,
  /// In the operating system's page cache: survives the end of the process, not of the machine.
  OS,
  /// Forced to the device: survives a power cut.
  DISK
}
