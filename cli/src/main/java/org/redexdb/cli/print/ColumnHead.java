// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

/// @param name label
/// @param right aligned to the right, as numbers are
record ColumnHead(String name, boolean right) {
}
