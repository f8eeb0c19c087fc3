// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.Interrupts;

/// What every command is given.
///
/// @param console streams and clock
/// @param stores how a store is opened
/// @param interrupts the user's wish to end early
/// @param verbose whether errors show their stack trace
record CommandContext(Console console, StoreOpener stores, Interrupts interrupts, boolean verbose) {
}
