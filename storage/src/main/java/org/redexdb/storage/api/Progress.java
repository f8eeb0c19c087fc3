// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Told how a long task goes on; called from the thread that runs the task, a few times a second at most.
@FunctionalInterface
public interface Progress {
  Progress NONE = (what, done, total) -> {};

  /// @param what what is under way
  /// @param done units done
  /// @param total units in all, or -1 when unknown
  void update(String what, long done, long total);
}
