// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

/// A JSON value as text, exactly as it stands in the payload.
public record Json(String text) {
  @Override
  public String toString() { return text; }
}
