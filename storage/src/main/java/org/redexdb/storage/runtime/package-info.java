// SPDX-License-Identifier: Apache-2.0
/// Threads and clocks of a store; nothing outside starts one or reads the other.
package org.redexdb.storage.runtime;
