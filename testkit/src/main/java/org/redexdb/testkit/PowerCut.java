// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

/// The simulated machine has no power any more: thrown by the disk call during which it went, and by every later one.
///
/// An [Error], so that no handler of I/O failures in the code under test mistakes it for one.
public final class PowerCut extends Error {
  private static final long serialVersionUID = 1L;

  PowerCut(String where) { super("power cut " + where); }
}
