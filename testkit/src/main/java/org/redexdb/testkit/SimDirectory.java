// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A directory as the operating system shows it and as the device has it; between the two, the changes not yet forced.
///
/// Guarded by the volume's monitor.
final class SimDirectory implements SimNode {
  /// One change of the names in a directory; applied to the device as a whole or not at all.
  private sealed interface Change {
    record Link(String name, SimNode node) implements Change {}

    record Unlink(String name, SimNode node) implements Change {}

    record Rename(String from, String to, SimNode node) implements Change {}
  }

  private final SortedMap<String, SimNode> shown = new TreeMap<>();
  private final Map<String, SimNode> durable = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();

  SortedMap<String, SimNode> shown() { return shown; }

  void link(String name, SimNode node) {
    shown.put(name, node);
    pending.add(new Change.Link(name, node));
  }

  void unlink(String name) {
    SimNode node = shown.remove(name);
    if (node != null) pending.add(new Change.Unlink(name, node));
  }

  void rename(String from, String to) {
    SimNode node = shown.remove(from);
    if (node == null) throw new IllegalStateException("no entry " + from);
    shown.put(to, node);
    pending.add(new Change.Rename(from, to, node));
  }

  void force() { writeBack(pending.size()); }

  /// The journal of the file system moves on by some changes, in order.
  void writeBackSome(RandomGenerator random) { if (!pending.isEmpty()) writeBack(random.nextInt(pending.size() + 1)); }

  /// What was not forced is lost or kept: as a prefix, as file systems with one journal do, or change by change.
  void losePower(RandomGenerator random) {
    if (random.nextBoolean()) {
      writeBackSome(random);
    } else {
      for (Change change : pending)
        if (random.nextBoolean()) apply(change);
    }
    pending.clear();
    shown.clear();
    shown.putAll(durable);
  }

  private void writeBack(int changes) {
    List<Change> first = pending.subList(0, changes);
    first.forEach(this::apply);
    first.clear();
  }

  /// Skips what makes no sense because an earlier change was lost.
  private void apply(Change change) {
    switch (change) {
      case Change.Link(String name, SimNode node) -> durable.put(name, node);
      case Change.Unlink(String name, SimNode node) -> durable.remove(name, node);
      case Change.Rename(String from, String to, SimNode node) -> {
        if (durable.remove(from, node)) durable.put(to, node);
      }
    }
  }
}
