// SPDX-License-Identifier: Apache-2.0
/// Reading frames: copied to the heap first, then checked, then handed out.
package org.redexdb.storage.read;
