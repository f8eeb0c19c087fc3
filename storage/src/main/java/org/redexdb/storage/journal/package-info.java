// SPDX-License-Identifier: Apache-2.0
/// What the journal of commits over several logs holds: images of stretches of their segments. See docs/formats/journal.md
/// and docs/adr/0009
package org.redexdb.storage.journal;
