// SPDX-License-Identifier: Apache-2.0
/// Layout of frames and segment files, and the segment as an object: pinned by readers, written by its log's output.
///
/// A segment file has a fixed size. Page 0 never changes after creation; page 1 holds 512-byte slots with a counter and
/// a checksum each; frames follow. See docs/formats/frame.md and docs/formats/segment.md.
package org.redexdb.storage.segment;
