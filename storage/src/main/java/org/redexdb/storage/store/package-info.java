// SPDX-License-Identifier: Apache-2.0
/// The store as a whole: its folder, its identity and epoch, its lock, its logs, and what other processes see of it.
package org.redexdb.storage.store;
