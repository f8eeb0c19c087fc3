// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything the storage layer can refuse or fail with.
public sealed class StorageException extends RedexException {
  private static final long serialVersionUID = 1L;

  private StorageException(String code, String sqlState, Where where, String message, @Nullable Throwable cause) {
    super(code, sqlState, where, message, cause);
  }

  /// Stored bytes are not what was written. The log turns read-only; nothing is cut and nothing skipped.
  public static final class Corrupt extends StorageException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;
    private final long readableFrom;

    public Corrupt(Where where, String expected, String found) { this(where, expected, found, -1); }

    private Corrupt(Where where, String expected, String found, long readableFrom) {
      super("CORRUPT", "XX001", where,
          "corrupt data: expected " + expected + ", found " + found
              + (readableFrom < 0 ? "" : "; events can be read again from seq " + readableFrom)
              + "; `redex verify` shows the extent; restore the file from a copy, or give up what cannot be read with"
              + " `redex repair`",
          null);
      this.expected = expected;
      this.found = found;
      this.readableFrom = readableFrom;
    }

    /// The same, and where reading can go on.
    public Corrupt readableFrom(long seq) {
      var fuller = new Corrupt(where(), expected, found, seq);
      fuller.setStackTrace(getStackTrace());
      return fuller;
    }

    /// What should have been there.
    public String expected() { return expected; }

    /// What is there.
    public String found() { return found; }

    /// First event behind the damage that can be read; -1 when there is none, or when it was not looked for.
    public long readableFrom() { return readableFrom; }
  }

  /// Another writer has taken the store over while this one was held up (55006): it writes nothing any more. What was
  /// acknowledged at `DISK` is in the store.
  public static final class Fenced extends StorageException {
    private static final long serialVersionUID = 1L;

    private final int ownEpoch;
    private final int storedEpoch;

    /// @param ownEpoch of the writer that is told
    /// @param storedEpoch of the one that took over
    public Fenced(Where where, int ownEpoch, int storedEpoch) {
      super("FENCED", "55006", where, "another writer has taken the store over: it is in epoch "
          + Integer.toUnsignedString(storedEpoch) + ", this writer was in " + Integer.toUnsignedString(ownEpoch)
          + "; nothing is written here any more, close it and open the store again", null);
      this.ownEpoch = ownEpoch;
      this.storedEpoch = storedEpoch;
    }

    /// The same for a place of its own, and with its own stack.
    public Fenced at(Where place) { return new Fenced(place, ownEpoch, storedEpoch); }
  }

  /// The store belongs to another process (55006). Reading is possible; writing is not until that process ends.
  public static final class InUse extends StorageException {
    private static final long serialVersionUID = 1L;

    private final long pid;

    public InUse(Path directory, long pid, String what) {
      super("IN_USE", "55006", Where.file(directory),
          "store is in use by " + what + (pid > 0 ? " (pid " + pid + ")" : "")
              + "; close it there, or open read-only",
          null);
      this.pid = pid;
    }

    /// Process that holds the store, 0 when unknown.
    public long pid() { return pid; }
  }

  /// A write was asked of something that was opened read-only (25006).
  public static final class ReadOnly extends StorageException {
    private static final long serialVersionUID = 1L;

    private final long pid;

    public ReadOnly(Where where, String why) { this(where, why, 0); }

    /// Another process writes.
    public ReadOnly(Where where, long pid) {
      this(where, "another process (pid " + pid + ") writes this store; close it there, then open the store again",
          pid);
    }

    private ReadOnly(Where where, String why, long pid) {
      super("READ_ONLY", "25006", where, "read-only: " + why, null);
      this.pid = pid;
    }

    /// Process that writes meanwhile, 0 when there is none or it is not known.
    public long pid() { return pid; }
  }

  /// No space is left (53100). What was acknowledged stays; the store goes on when space returns.
  public static final class DiskFull extends StorageException {
    private static final long serialVersionUID = 1L;

    private final InLog inLog;

    public DiskFull(Where where, @Nullable Throwable cause) {
      this("no space left on the device; free space and append again, nothing acknowledged is lost", InLog.NO, where,
          cause);
    }

    private DiskFull(String message, InLog inLog, Where where, @Nullable Throwable cause) {
      super("DISK_FULL", "53100", where, message, cause);
      this.inLog = inLog;
    }

    /// Whether the events of the append are in the log: [InLog#YES] or [InLog#NO].
    public InLog inLog() { return inLog; }

    /// Space ran out after the append was published and before it was durable: do not append it again.
    public static DiskFull whileForcing(Where where, @Nullable Throwable cause) {
      return new DiskFull("no space left on the device; the events are in the log but not durable: they become so when"
          + " space returns, do not append them again", InLog.YES, where, cause);
    }
  }

  /// The device or file system failed (58030).
  public static final class DeviceFault extends StorageException {
    private static final long serialVersionUID = 1L;

    public DeviceFault(Where where, String what, @Nullable Throwable cause) {
      super("DEVICE_FAULT", "58030", where, what, cause);
    }
  }

  /// A force failed: whether the events since the last durable one are on disk is unknown (58030). The log refuses
  /// appends until the store is opened again, which settles it.
  public static final class NotDurable extends StorageException {
    private static final long serialVersionUID = 1L;

    public NotDurable(Where where, @Nullable Throwable cause) {
      super("NOT_DURABLE", "58030", where, "durability unknown: forcing to disk failed; close and open the store again,"
          + " then read what is there", cause);
    }
  }

  /// The position is of a history that no longer exists, or lies past the tip.
  public static final class Diverged extends StorageException {
    private static final long serialVersionUID = 1L;

    private final long lastCommonSeq;

    public Diverged(Where where, Position asked, long lastCommonSeq) {
      super("DIVERGED", "22023", where, "position " + asked + " is not part of this log; the last common seq is "
          + lastCommonSeq, null);
      this.lastCommonSeq = lastCommonSeq;
    }

    public long lastCommonSeq() { return lastCommonSeq; }
  }

  /// Events that were not read yet have been removed by a trim or by retention (22023). Reading can go on from the first one
  /// there.
  public static final class Lagged extends StorageException {
    private static final long serialVersionUID = 1L;

    private final long needed;
    private final long first;

    /// @param needed seq that was to be read
    /// @param first oldest seq that is there
    public Lagged(Where where, long needed, long first) {
      super("LAGGED", "22023", where,
          "event " + needed + " was removed by a trim or by retention; the first one there is "
              + first + ": go on from it",
          null);
      this.needed = needed;
      this.first = first;
    }

    public long needed() { return needed; }

    public long first() { return first; }
  }

  /// The log is not as the caller expected (40001): its next seq, or the last event of a key, is another; or of events that
  /// are stored once some are there and others are not. Nothing was appended.
  public static final class Conflict extends StorageException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String key;
    private final @Nullable String event;
    private final long expected;
    private final long found;

    private Conflict(Where where, String message, String event, long expected, long found) {
      super("CONFLICT", "40001", where, message, null);
      this.key = null;
      this.event = event;
      this.expected = expected;
      this.found = found;
    }

    /// An event comes after a later one of its producer, and is not in the log.
    ///
    /// @param event what tells it from others
    /// @param lastNumber greatest number of the producer that is stored
    public static Conflict outOfOrder(Where where, String event, long lastNumber) {
      return new Conflict(where, event + " comes behind number " + lastNumber + ", which is stored, and is not in the"
          + " log itself: it was removed, or never appended; go on behind number " + lastNumber, event, lastNumber + 1,
          -1);
    }

    /// Of what is to be appended in one step some is stored already and the rest is not, or it is not together.
    ///
    /// @param event one that is stored
    /// @param seq its seq
    public static Conflict partlyStored(Where where, String event, long seq) {
      return new Conflict(where,
          event + " is stored already, at seq " + seq + ", and not all that comes with it is there"
              + " beside it; append again what was appended together, or what is missing alone",
          event, -1, seq);
    }

    public Conflict(Where where, long expectedNextSeq, long nextSeq) {
      super("CONFLICT", "40001", where, "append expected next seq " + expectedNextSeq + ", it is " + nextSeq
          + "; read what was added and try again", null);
      this.key = null;
      this.event = null;
      this.expected = expectedNextSeq;
      this.found = nextSeq;
    }

    /// @param expectedSeq seq of the last event that the key was to have, -1 for none
    /// @param foundSeq    seq of the one it has, -1 for none
    public Conflict(Where where, String key, long expectedSeq, long foundSeq) {
      super("CONFLICT", "40001", where, "append expected " + lastEvent(expectedSeq) + " of key \"" + key + "\", found "
          + lastEvent(foundSeq) + "; read what was added and try again", null);
      this.key = key;
      this.event = null;
      this.expected = expectedSeq;
      this.found = foundSeq;
    }

    private static String lastEvent(long seq) { return seq < 0 ? "no event" : "event " + seq + " to be the last"; }

    /// Key whose last event is not the expected one; empty when it is something else that differs.
    public Optional<String> key() { return Optional.ofNullable(key); }

    /// The event that is stored once and stands in the way: «number 17 of producer …» or «id …»; empty when it is something
    /// else that differs.
    public Optional<String> event() { return Optional.ofNullable(event); }

    /// Seq that was asked for: the next of the channel, or of the key's last event (-1 for none). Of an event that is stored
    /// once: the least number that its producer can go on with, -1 when it is there.
    public long expected() { return expected; }

    /// Seq that was found in its place, -1 for none.
    public long found() { return found; }
  }

  /// A limit was passed (54000): the message names it.
  public static final class TooLarge extends StorageException {
    private static final long serialVersionUID = 1L;

    public TooLarge(Where where, String what, long size, long limit) {
      super("TOO_LARGE", "54000", where, what + " of " + size + " is over the limit of " + limit, null);
    }
  }

  /// The bytes were written by a version or with a feature that this build cannot handle (0A000).
  public static final class Unsupported extends StorageException {
    private static final long serialVersionUID = 1L;

    public Unsupported(Where where, String what) { super("UNSUPPORTED_FORMAT", "0A000", where, what, null); }
  }

  /// The store or log was closed (08003).
  public static final class Closed extends StorageException {
    private static final long serialVersionUID = 1L;

    public Closed(Where where, String what) { super("CLOSED", "08003", where, what + " is closed", null); }
  }

  /// There is no store, or the folder is not one (08001).
  public static final class NoStore extends StorageException {
    private static final long serialVersionUID = 1L;

    public NoStore(Path directory, String why) { super("NO_STORE", "08001", Where.file(directory), why, null); }
  }

  /// The calling thread was interrupted while it waited; the append itself may have happened (57014). The thread's
  /// interrupt flag is set again.
  public static final class Interrupted extends StorageException {
    private static final long serialVersionUID = 1L;

    private final InLog inLog;

    public Interrupted(Where where, String what) { this(where, what, InLog.UNKNOWN); }

    public Interrupted(Where where, String what, InLog inLog) {
      super("INTERRUPTED", "57014", where, "interrupted while " + what + switch (inLog) {
        case YES -> "; the events are in the log, whether they are on disk is unknown";
        case NO -> "; nothing was appended";
        case UNKNOWN -> "; the outcome is in the log";
      }, null);
      this.inLog = inLog;
    }

    /// Whether the events of the append are in the log.
    public InLog inLog() { return inLog; }
  }
}
