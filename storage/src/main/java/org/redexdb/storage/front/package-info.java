// SPDX-License-Identifier: Apache-2.0
/// The front: one mapped file of 256 KiB blocks that are lent to logs for frames on their way to a segment. What is in it
/// survives the process, not the machine. See docs/formats/store-files.md
package org.redexdb.storage.front;
