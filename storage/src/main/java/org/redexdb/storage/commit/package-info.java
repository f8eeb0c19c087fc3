// SPDX-License-Identifier: Apache-2.0
/// From an append to the device: appending, writing, group commit, sealing.
///
/// State and its owners:
/// - `LogWriter`: position, block in use, statistics; under the log's lock.
/// - `Staged`: one stretch on its way; fields split between appender and output as its comment says.
/// - `LogOutput`: chain head, force state, waiters; under its I/O and force locks.
///
/// Lock order: log lock → force lock → I/O lock → front pool / segment list / bell. The store's threads never *wait* for
/// a log lock, they only try it: an appender may hold it while it waits for them.
///
/// Publication order of an event: frame bytes → commit word → index entry → fill mark → tip. Order of making it durable:
/// tip read → chain written → file forced (all closed segments before it first) → `durableSeq` → waiters woken.
package org.redexdb.storage.commit;
