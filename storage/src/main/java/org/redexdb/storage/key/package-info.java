// SPDX-License-Identifier: Apache-2.0
/// Events by key. Every segment has an index of its own: `GrowingKeys` in memory while events may still come, read up to
/// where a lookup needs it; `StoredKeys` over the `.key` file once it is sealed. An index tells only where an event of a
/// key may be; `KeyReader` reads the event and compares the key itself. `docs/adr/0012` has the reasons.
///
/// Lock order: build lock of `LogKeys`, or monitor of a `GrowingKeys` → a log's lock (when a read meets damage). Whoever
/// holds a log's lock takes neither: `KeyCheck` reads frames only.
package org.redexdb.storage.key;
