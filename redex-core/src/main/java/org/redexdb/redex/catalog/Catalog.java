// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.redex.entry.MetadataEncoder;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// The channels of a store: the fold of the `$catalog` log, kept up to date with it.
///
/// Writing appends the event, durable or to be settled, and then applies it. A reader in another process
/// calls [#refresh] and follows. Every [#SNAPSHOT_EVERY]-th event is a snapshot of the state, so that opening reads at
/// most that many.
///
/// Thread-safe; one lock for everything, since changes are rare and look-ups are cached above.
public final class Catalog {
  /// Number and name of the catalog's own log.
  public static final long LOG_ID = 0;
  public static final String LOG_NAME = "$catalog";
  /// Seqs that are a multiple of this hold a snapshot.
  static final long SNAPSHOT_EVERY = 1_000;

  private final Log log;
  private final EventDecoder decoder = new EventDecoder(LOG_NAME);
  private final CatalogState state = new CatalogState();
  /// Seq of the event that made a channel, while it may not be on the device.
  private final Map<UUID, Long> unsettled = new HashMap<>();
  private long nextSeq;
  private long version;
  /// A change that was lost in a repair and that no snapshot follows; -1 for none.
  private long lostChange = -1;

  private Catalog(Log log) {
    this.log = log;
  }

  /// Reads the catalog from its newest snapshot on.
  public static Catalog open(Log log) {
    var catalog = new Catalog(log);
    catalog.nextSeq = catalog.newestSnapshot();
    catalog.refresh();
    return catalog;
  }

  /// Applies what was appended since, by this process or another.
  ///
  /// @return a number that grows with every change
  public synchronized long refresh() {
    long tip = log.tip().seq();
    if (nextSeq > tip) return version;
    try (FrameReader reader = log.reader(nextSeq, tip + 1)) {
      var block = new FrameBlock();
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++) apply(decoder.decode(block, i));
      }
    }
    if (nextSeq <= tip && lostChange < 0) lostChange = nextSeq;
    nextSeq = tip + 1;
    long durable = log.durableSeq();
    unsettled.values().removeIf(seq -> seq <= durable);
    if (lostChange >= 0)
      throw new StorageException.Corrupt(Where.seq(LOG_NAME, lostChange),
          "every change of the channels; `redex rebuild-catalog` makes it anew from the channels' files",
          "an event that was lost in a repair");
    return version;
  }

  public synchronized @Nullable ChannelRecord find(String name) { return state.find(name); }

  /// By name.
  public synchronized Collection<ChannelRecord> channels() { return List.copyOf(state.channels()); }

  /// Logs whose channel was dropped and that may still have files.
  public synchronized List<Long> droppedLogs() { return List.copyOf(state.droppedLogs()); }

  /// Not on the device before [#settle], so that those who create channels at the same time wait for it together.
  public synchronized void create(ChannelRecord channel) { write(new CatalogEvent.Created(channel), Ack.OS); }

  /// Returns when what made a channel is on the device. Without the lock of the catalog.
  ///
  /// @throws StorageException.NotDurable nobody knows whether it will be there when the store is opened again
  public void settle(ChannelRecord channel) {
    Long made;
    synchronized (this) {
      made = unsettled.get(channel.uuid());
    }
    if (made != null && log.durableSeq() < made) log.force();
  }

  public synchronized void drop(ChannelRecord channel) {
    write(new CatalogEvent.Dropped(channel.uuid(), channel.logId()), Ack.DISK);
  }

  public synchronized void attribute(ChannelRecord channel, String name, String json) {
    write(new CatalogEvent.AttributeSet(channel.uuid(), name, json), Ack.DISK);
  }

  /// The log is gone; later snapshots need not name it.
  public synchronized void forgetDropped(long logId) { state.forgetDropped(logId); }

  /// What channels there are, whatever the events before say.
  static CatalogEvent snapshot(Collection<ChannelRecord> channels, Collection<Long> droppedLogs) {
    return new CatalogEvent.Snapshot(List.copyOf(channels), List.copyOf(droppedLogs));
  }

  private void write(CatalogEvent event, Ack ack) {
    if (nextSeq > 0 && nextSeq % SNAPSHOT_EVERY == 0) append(snapshot(state.channels(), state.droppedLogs()), ack);
    append(event, ack);
    refresh();
  }

  private void append(CatalogEvent event, Ack ack) {
    append(log, event, nextSeq, ack);
    refresh();
  }

  /// An event of any catalog's log.
  static void append(Log log, CatalogEvent event, long expectedNextSeq, Ack ack) {
    byte[] payload = CatalogJson.write(event);
    byte[] metadata = MetadataEncoder.encode(LOG_NAME, Event.of(payload).withType(event.type()));
    log.append(PayloadCodec.JSON, metadata, payload, 0, payload.length, expectedNextSeq, ack);
  }

  private void apply(StoredEvent stored) {
    CatalogEvent event = CatalogJson.read(stored.seq(), stored.event().type(), stored.payload());
    if (stored.seq() > nextSeq && lostChange < 0) lostChange = nextSeq;
    state.apply(event);
    if (event instanceof CatalogEvent.Created(ChannelRecord channel)) unsettled.put(channel.uuid(), stored.seq());
    if (event instanceof CatalogEvent.Snapshot) lostChange = -1;
    nextSeq = stored.seq() + 1;
    version++;
  }

  private long newestSnapshot() {
    long candidate = log.tip().seq() / SNAPSHOT_EVERY * SNAPSHOT_EVERY;
    var block = new FrameBlock();
    for (; candidate > log.firstSeq(); candidate -= SNAPSHOT_EVERY) {
      if (log.read(candidate, block)
          && CatalogEvent.Snapshot.TYPE.equals(decoder.decode(block, 0).event().type()))
        return candidate;
    }
    return log.firstSeq();
  }
}
