// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.List;
import org.redexdb.storage.api.LogActivity;

/// A store at one moment.
///
/// @param epoch incarnation of the writer; in a store open for reading, of the last one before it was opened
/// @param readOnly whether this process only reads
/// @param writerPid process that writes, 0 when none is known to
/// @param openDescriptors descriptors of files that the store's disk holds open, for all stores on it
/// @param descriptorsMax how many it holds open at most where that is possible, 0 without a limit
/// @param recoveryNotes number of things that opening found and did, 0 after a clean close
/// @param journal what this process did to the journal of transactions
/// @param channels users' channels by name
public record StoreStatus(int epoch, boolean readOnly, long writerPid, int openDescriptors,
    int descriptorsMax, int recoveryNotes, LogActivity journal, List<ChannelStatus> channels) {
  public StoreStatus {
    channels = List.copyOf(channels);
  }
}
