// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.runtime.Crew;

/// Group commit: one flush of a log answers everybody who asked before it began; who asks meanwhile is in the next. An
/// appender that waits alone does without it.
final class Committer implements Crew.Task {
  private final Crew crew;
  private final Helper helper;
  private final ConcurrentLinkedQueue<Durability> requests = new ConcurrentLinkedQueue<>();
  private final Set<Durability> round = new LinkedHashSet<>();
  private Crew.@Nullable Worker worker;

  Committer(Crew crew, Helper helper) {
    this.crew = crew;
    this.helper = helper;
  }

  void start() { worker = crew.start("commit", this); }

  void request(Durability log) {
    requests.add(log);
    Crew.Worker started = worker;
    if (started != null) started.wake();
  }

  @Override
  public long run() {
    for (Durability log = requests.poll(); log != null; log = requests.poll()) round.add(log);
    try {
      for (Durability log : round) {
        log.commit();
        helper.marksWritten(log);
      }
    } finally {
      round.clear();
    }
    return requests.isEmpty() ? Long.MAX_VALUE : 0;
  }
}
