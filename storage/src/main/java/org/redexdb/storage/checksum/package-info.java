// SPDX-License-Identifier: Apache-2.0
/// Checksums of frames and headers.
package org.redexdb.storage.checksum;
