// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// What an append waits for. The default of a store on disk is [#DISK].
///
/// @param level weakest acceptable level
/// @param copies number of nodes that must have reached it, at least 1; more than 1 needs a replicated log
public record Ack(Level level, int copies) {
  public static final Ack MEMORY = new Ack(Level.MEMORY, 1);
  public static final Ack OS = new Ack(Level.OS, 1);
  public static final Ack DISK = new Ack(Level.DISK, 1);

  public Ack {
    if (copies < 1) throw new IllegalArgumentException("copies: " + copies);
  }

  public static Ack of(Level level, int copies) { return new Ack(level, copies); }
}
