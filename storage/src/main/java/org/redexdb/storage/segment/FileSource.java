// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import org.redexdb.storage.api.DiskFile;

/// A segment file as a scan reads it.
///
/// @param file open for reading
/// @param limit exclusive end
public record FileSource(DiskFile file, long limit) implements FrameScan.Source {
  @Override
  public void read(long offset, byte[] target, int at, int bytes) throws IOException {
    file.read(offset, target, at, bytes);
  }
}
