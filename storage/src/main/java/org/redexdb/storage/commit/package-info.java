// SPDX-License-Identifier: Apache-2.0
/// From an append to the device: appending, writing, group commit, sealing.
///
/// ```
///  LogWriter ─► LogEnd ──────────► Chain ──────────► segment files ──► Durability
///  may it be,   where the next     on its way;       written by the    forced by the committer,
///  publishes    frame goes         links: Staged     flusher           sealed by the helper
///      │            │ SegmentSupply: the next file, made by the helper
///      ▼            │ LargeWrites, HeapFrames: what bypasses the front
///     Tip ─► readers
/// ```
///
/// State and its owners:
/// - under the log's lock: `LogEnd` (position, block in use, statistics), `AppendClock`, `LargeWrites`, the end of `Chain`,
///   moves of `Tip`.
/// - under the chain's I/O lock: head of `Chain`, what was written, what was published.
/// - under the force lock of `Durability`: durable seq, marks, sealing.
/// - without a lock, handed from one to the other: `Staged` (fields split as its comment says), `SegmentSupply`,
///   `ClosedSegments`, `DurableWaiters`, `Trouble`.
///
/// Lock order: log lock → force lock → I/O lock → front pool / segment list / bell. The store's threads never *wait* for
/// a log lock, they only try it: an appender may hold it while it waits for them, for a block, a segment or a large write.
///
/// Publication order of an event: frame bytes → commit word → index entry → fill mark → tip. Order of making it durable:
/// tip read → chain written → file forced (all closed segments before it first) → `durableSeq` → waiters woken.
package org.redexdb.storage.commit;
