// SPDX-License-Identifier: Apache-2.0
/// From an append to the device: appending, writing, group commit, sealing, commits over several logs.
///
/// ```
///  MultiLogAppend ─► Journal: the record that is the commit, in a log of its own
///      │ Participant: one log's side of it; Publication: moves all tips in one step
///      ▼
///  LogWriter ─► LogEnd ──────────► Chain ──────────► segment files ──► Durability
///  may it be,   where the next     on its way;       written by the    forced by who waits alone,
///  publishes    frame goes         links: Staged     flusher, or for   else by the committer;
///      │            │                                a force           sealed by the helper
///      │            │ SegmentSupply: the next file, made by the helper
///      │            │ LargeWrites, HeapFrames: what bypasses the front
///      │ Receipts: what an appender is told, and when; StoredReceipts: of what was stored before
///      ▼                               ZeroAhead: has the helper write zeros where durable appends will come
///     Tip ─► readers          ShownTips: what other processes see, once it is in the files
/// ```
///
/// An appender that waits for the device and is first in `DurableWaiters` forces in its own thread, without the log's lock,
/// unless a force is under way; all others, threads and tasks of appends with many in flight, are left to the `Committer`,
/// one force for all of them.
///
/// A commit over several logs: lock its logs → find places → append the record to the journal → put the frames → move the
/// tips. Before the record nothing has happened, behind it nothing may fail. Until the record is on the device no force of
/// these logs counts, so whoever forces one forces the journal within. `docs/adr/0009` has the reasons.
///
/// A trim (`Trimming`): raise the floor → commit → store it in the mark of the segment with the last durable event, forced →
/// show it to other processes → files lose their names → deleted when nobody has them mapped. It takes no log lock.
///
/// State and its owners:
/// - under the log's lock: `LogEnd` (position, block in use, statistics), `FirstCopies`, `AppendClock`, `LargeWrites`, the
///   end of `Chain`, moves of `Tip`, `Participant`, the `Tally` of rolls and of stalls.
/// - under the chain's I/O lock: head of `Chain`, what was written and zeroed, what was published.
/// - under the force lock of `Durability`: what was forced, marks, sealing, the counts of `ZeroAhead`, `Forces`.
/// - under the monitor of `Floor`: the floor and its pins. Stored under the force lock.
/// - under its monitor: the durable seq, which the journal may raise too.
/// - under the monitor of what is undecided in `Journal`: commits whose record is not known to be on the device.
/// - under its monitor: what `ShownTips` holds back of commits that are not in all files.
/// - without a lock, handed from one to the other: `Staged` (fields split as its comment says), `SegmentSupply`,
///   `ClosedSegments`, `DurableWaiters`, `Trouble`.
///
/// Lock order:
///
/// ```
///  log locks by ascending log id ─► the making of the journal ─► the journal's log lock
///    ─► force lock of a log ─► force lock of the journal ─► undecided commits
///    ─► I/O lock ─► monitors of Durability, DurableWaiters and ShownTips
///    ─► front pool / segment list / bell / what the sink locks
/// ```
///
/// `Publication` is taken under the log locks, with nothing but moves of tips inside. The store's threads never *wait* for a
/// log lock, they only try it: an appender may hold it while it waits for them, for a block, a segment or a large write. A
/// thread that holds several log locks never waits for a block of the front: those logs may have them all.
///
/// Publication order of an event: frame bytes → commit word → index entry → fill mark → tip. Order of making it durable:
/// tip read → chain written → file forced (all closed segments before it first) → record forced, if one decides →
/// `durableSeq` → waiters woken.
package org.redexdb.storage.commit;
