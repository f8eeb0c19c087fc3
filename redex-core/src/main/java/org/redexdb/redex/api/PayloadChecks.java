// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.jspecify.annotations.Nullable;

/// Port through which a higher layer has payloads checked on every append, whichever API it comes from.
@FunctionalInterface
public interface PayloadChecks {
  /// No channel has its payloads checked.
  PayloadChecks NONE = channel -> null;

  /// Asked when a channel is first appended to and again after one of its attributes changed.
  ///
  /// @return null when anything goes
  @Nullable
  PayloadCheck forChannel(Channel channel);
}
