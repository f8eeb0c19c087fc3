// SPDX-License-Identifier: Apache-2.0
/// From what is on the disk to logs that go on: last segments are scanned, the front is merged, torn tails are cut,
/// damage is named and left alone. Idempotent: a second open finds nothing to do.
package org.redexdb.storage.recovery;
