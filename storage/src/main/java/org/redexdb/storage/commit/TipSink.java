// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

/// Where the published, durable and oldest seqs are shown to other processes.
public interface TipSink {
  void published(long logId, long tipSeq);

  /// Of several logs, so that whoever asks for all of them sees all these moves or none.
  void published(long[] logIds, long[] tipSeqs);

  void durable(long logId, long durableSeq);

  void floor(long logId, long floorSeq);

  /// Cached pages of this boot prove nothing any more; the next open has to know.
  void forceFailed();
}
