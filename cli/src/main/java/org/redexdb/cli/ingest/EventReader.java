// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads one source from front to back in memory that does not grow with it. Threading: one thread.
public interface EventReader extends Closeable {

  /// The next item, or null at the end.
  ///
  /// @throws IngestException when what follows cannot be read as this format at all
  @Nullable
  Item next() throws IOException;
}
