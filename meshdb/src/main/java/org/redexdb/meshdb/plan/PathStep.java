// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

/// One step into a JSON value.
public sealed interface PathStep {
  /// A member of an object, exact spelling.
  record Key(String name) implements PathStep {
  }

  /// An element of an array, 0-based.
  record Index(int index) implements PathStep {
  }
}
