// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

/// Decides whether a payload may be appended to one channel.
@FunctionalInterface
public interface PayloadCheck {
  /// @throws ChannelException.InvalidPayload it may not; nothing is appended
  void check(byte[] bytes, int offset, int length);
}
