// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

/// The simulated process was killed: thrown by the disk call during which it happened, and by every later one. What it
/// had handed to the operating system stays there.
///
/// An [Error], so that no handler of I/O failures in the code under test mistakes it for one.
public final class ProcessKilled extends Error {
  private static final long serialVersionUID = 1L;

  ProcessKilled(String where) { super("process killed " + where); }
}
