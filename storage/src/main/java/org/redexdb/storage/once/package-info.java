// SPDX-License-Identifier: Apache-2.0
/// Events that are stored once, however often they are appended: those that name their producer, and those whose id is to be
/// looked for. `OnceWindow` knows the last ones of a log and where their first copies are; `FirstCopies` is a log's window
/// while it is written: read from the files when first needed, brought on by each append that has such events, handed to the
/// next opening behind each segment. `docs/adr/0013` has the reasons.
///
/// Everything but `OnceSearch` is under the log's lock, or owned by a recovery.
package org.redexdb.storage.once;
