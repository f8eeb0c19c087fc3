// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.LogStatus;

/// A channel at one moment.
///
/// @param name channel
/// @param log  the log it lives in
public record ChannelStatus(String name, LogStatus log) {}
