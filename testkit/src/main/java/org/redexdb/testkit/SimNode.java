// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

/// What a name in a simulated directory stands for.
sealed interface SimNode permits SimDirectory, SimInode {}
