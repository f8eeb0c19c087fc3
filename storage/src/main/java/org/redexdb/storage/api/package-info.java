// SPDX-License-Identifier: Apache-2.0
/// Contracts of the storage layer: the disk port, errors and positions.
package org.redexdb.storage.api;
