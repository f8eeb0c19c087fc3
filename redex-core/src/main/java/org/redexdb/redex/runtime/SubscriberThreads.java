// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.runtime;

/// Virtual threads for subscribers that bring no executor.
public final class SubscriberThreads {
  private SubscriberThreads() {}

  /// Runs a task on a virtual thread of its own.
  public static void run(Runnable task) { Thread.ofVirtual().name("redex-subscriber").start(task); }
}
