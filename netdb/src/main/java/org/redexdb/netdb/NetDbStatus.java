// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import org.redexdb.redex.api.StoreStatus;

/// A database at one moment; in SQL `SHOW STATUS` and `SHOW CHANNEL STATUS`.
///
/// @param store the store and its channels
/// @param memoryLimitBytes heap that all statements together may hold
/// @param memoryUsedBytes heap that statements hold now
public record NetDbStatus(StoreStatus store, long memoryLimitBytes, long memoryUsedBytes) {}
