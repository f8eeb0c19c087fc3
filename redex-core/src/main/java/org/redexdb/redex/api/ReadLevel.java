// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

/// Which of the events of a channel a reader is shown.
public enum ReadLevel {
  /// Every event from the moment it can be read at all. A power cut may take back what was seen, and another event may then
  /// have its seq.
  TIP,
  /// Events up to [Channel#durableSeq]: what was seen stays. For who keeps what follows from an event, or hands it on.
  ///
  /// Reading asks nothing of the disk. Where appends do not wait for [org.redexdb.storage.api.Level#DISK], events get there
  /// when somebody calls [Channel#force] or appends at `DISK`, when a segment is full, and when the store is closed.
  ///
  /// In a store opened read-only it is the writer's word for it; without a writer, all that opening found.
  DURABLE;

  SeqRange cut(SeqRange range, Channel channel) {
    return switch (this) {
      case TIP -> range;
      case DURABLE -> {
        long end = channel.durableSeq() + 1;
        yield new SeqRange(Math.min(range.from(), end), Math.min(range.to(), end));
      }
    };
  }
}
