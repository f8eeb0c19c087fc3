// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.api.FrameReader;

/// Copies of the events that a view comes to.
final class BlockCursor implements EventCursor {
  private final BlockView view;

  /// @param ended whether the channel, or its store, is no more
  BlockCursor(String channel, FrameReader reader, BooleanSupplier ended) {
    this.view = new BlockView(channel, reader, ended);
  }

  @Override
  public @Nullable StoredEvent next() { return view.next() ? view.copy() : null; }

  /// Goes on with another range of events, when there is none left of the one before.
  void readOn(FrameReader next) { view.readOn(next); }

  /// Holds nothing more until it reads on.
  void release() { view.release(); }

  @Override
  public void close() { view.close(); }
}
