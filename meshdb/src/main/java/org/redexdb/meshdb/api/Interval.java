// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

/// A span of time whose parts have no common unit.
public record Interval(long months, long days, long nanos) {
}
