// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

/// Version of the driver and, as both are one, of the store.
///
/// @param text `0.1.0-SNAPSHOT`
public record ProductVersion(String text, int major, int minor) {
}
