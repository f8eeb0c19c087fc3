// SPDX-License-Identifier: Apache-2.0
/// Many small logs in the files of one. `docs/adr/0014` has the reasons, docs/formats/shared.md the bytes.
///
/// ```
///  MemberLog: the contract Log in seqs of the member ─► SharedLog: appends, and what happens to members
///      │ MemberReader, MemberBackwardReader,                │ SharedAppend: one batch, numbered under the carrier's lock
///      │ MemberKeyReader                                    │ MemberChange: events of ordinal 0
///      ▼                                                    ▼
///  MemberPlaces: member seq ─► seq of the carrier ◄── Members: who there is, next seqs, where the newest events are
///      │                                                    ▲
///      │                                                    │ MemberScan: from the newest snapshot on, at
///      ▼                                                    │ opening and beside a writer
///  LogKeys: `.key` files of older segments           Carrier: the physical log
/// ```
///
/// What a repair gave up: `CarrierLosses` knows how much is missing and which gaps explain it, `SharedLosses` says it in
/// the report. `docs/adr/0020` has the reasons.
///
/// Lock order: the carrier's log lock → monitor of `Members`. Nobody who holds the monitor appends, or reads frames in a
/// store that is written here once the shared log is open.
package org.redexdb.storage.shared;
