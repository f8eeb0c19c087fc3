// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.util.List;

/// What a verification saw.
///
/// @param logs logs read
/// @param events event frames read
/// @param bytes bytes of frames read
/// @param problems one line each with file, offset and seq; empty when all is well
public record VerifyReport(int logs, long events, long bytes, List<String> problems) {
  public boolean ok() { return problems.isEmpty(); }
}
