// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// The subscriptions of one channel that have not ended, so that those that wait for demand, and not for an event, hear of
/// the channel's end too. Thread-safe.
final class Subscriptions {
  private final String channel;
  private final Set<TailSubscription> active = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  Subscriptions(String channel) { this.channel = channel; }

  void add(TailSubscription subscription) {
    active.add(subscription);
    if (ended) subscription.fail(closed()); // its end may not have seen this one
  }

  void remove(TailSubscription subscription) { active.remove(subscription); }

  boolean isEnded() { return ended; }

  int count() { return active.size(); }

  void end() {
    ended = true;
    for (TailSubscription subscription : active) subscription.fail(closed());
  }

  private StorageException closed() {
    return new StorageException.Closed(Where.channel(channel), "channel " + channel);
  }
}
