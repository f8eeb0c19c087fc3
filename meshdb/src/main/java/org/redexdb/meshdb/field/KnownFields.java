// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.RedexException;

/// The payload fields that the events of one JSON channel have or had, in the order of first appearance: found by reading
/// each event once, kept with the channel, only ever widening.
///
/// Thread-safe: one thread reads on, others that need what it will find wait for it.
public final class KnownFields {
  /// Fields of a channel, nested ones included; further ones are left out.
  public static final int FIELDS_MAX = 500;
  /// Keys of a nested object; one with more is a single JSON field.
  public static final int OBJECT_KEYS_MAX = 64;
  /// Events to be read anew after a crash at most; storing after every statement would cost more than it saves.
  static final int STORE_EVERY = 1 << 16;
  /// Fewer events than this are read again quicker than a write is forced.
  static final int WORTH_STORING = 1 << 12;

  private static final String ATTRIBUTE = "fields";
  private static final long WAIT_MILLIS = 20;
  private static final System.Logger LOG = System.getLogger(KnownFields.class.getName());

  private final Channel channel;
  private final boolean readOnly;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile FieldView view = FieldView.NONE;

  // Guarded by the lock.
  private FieldTree tree = new FieldTree();
  private boolean loaded;
  private long end;
  private long storedEnd;

  /// @param readOnly whether nothing may be written to the store
  public KnownFields(Channel channel, boolean readOnly) {
    this.channel = channel;
    this.readOnly = readOnly;
  }

  /// What is known from the events before `endSeq`, and perhaps from some behind it. Reads those not read yet.
  ///
  /// @param endSeq         exclusive; events beyond the tip are not waited for
  /// @param checkCancelled run now and then, also while waiting for another thread; throws to give up
  /// @throws org.redexdb.storage.api.StorageException.Corrupt stored bytes are damaged
  public FieldView upTo(long endSeq, Runnable checkCancelled) {
    FieldView now = view;
    if (now.end() >= endSeq || channel.options().codec() != PayloadCodec.JSON) return now;
    lock(checkCancelled);
    try {
      load();
      try {
        // What is stored must never come from events that a crash can take back, so first only those on disk.
        readTo(Math.min(endSeq, channel.durableSeq() + 1), checkCancelled);
        store(STORE_EVERY);
        readTo(endSeq, checkCancelled);
      } finally {
        publish();
      }
      return view;
    } finally {
      lock.unlock();
    }
  }

  /// What was found out so far, without reading.
  FieldView soFar() { return view; }

  /// Stores what was found out if that is worth a write; for closing a store. Does nothing while another thread reads.
  public void store() {
    if (!lock.tryLock()) return;
    try {
      if (loaded) store(WORTH_STORING);
    } finally {
      lock.unlock();
    }
  }

  private void lock(Runnable checkCancelled) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (lock.tryLock(WAIT_MILLIS, TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
          // Not ours to act on: the statement is cancelled by its own means, the caller sees the flag afterwards.
          interrupted = true;
        }
        checkCancelled.run();
      }
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private void load() {
    if (loaded) return;
    Optional<String> text = channel.attribute(ATTRIBUTE);
    FieldText.Stored stored = text.isPresent() ? FieldText.read(text.get()) : null;
    if (stored != null && stored.end() <= channel.nextSeq()) {
      tree = stored.tree();
      end = stored.end();
      storedEnd = end;
      tree.changed = true;
    }
    loaded = true;
  }

  private void readTo(long to, Runnable checkCancelled) {
    long from = Math.max(end, channel.firstSeq());
    if (from >= to) return;
    // Not kept: a store may have thousands of channels.
    var block = new FrameBlock();
    try (FrameReader reader = channel.frames(new SeqRange(from, to))) {
      checkCancelled.run();
      while (reader.next(block)) {
        add(block);
        checkCancelled.run();
      }
    }
  }

  private void add(FrameBlock block) {
    byte[] bytes = block.bytes();
    int json = PayloadCodec.JSON.id();
    for (int i = 0; i < block.count(); i++) {
      if (block.codec(i) == json) {
        int from = block.payloadOffset(i);
        tree.add(bytes, from, from + block.payloadLength(i));
      }
      end = block.seq(i) + 1;
    }
  }

  private void publish() {
    if (!tree.changed && view.end() == end) return;
    FieldView last = view;
    view = tree.changed
        ? new FieldView(end, tree.invalidPayloads, tree.incomplete,
            tree.fields.stream().map(field -> new KnownField(field.path(), field.type(), field.drifted())).toList())
        : last.withEnd(end);
    tree.changed = false;
  }

  private void store(int worth) {
    if (readOnly || end - storedEnd < worth || end > channel.durableSeq() + 1) return;
    try {
      channel.attribute(ATTRIBUTE, FieldText.write(tree, end));
    } catch (RedexException e) {
      // Only a shortcut for the next start: a query must not fail for it. Tried again after as many events.
      LOG.log(System.Logger.Level.DEBUG, "known fields of " + channel.name() + " were not stored", e);
    }
    storedEnd = end;
  }
}
