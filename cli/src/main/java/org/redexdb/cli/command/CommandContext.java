// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.util.function.BooleanSupplier;
import org.redexdb.cli.console.Console;

/// What every command is given.
///
/// @param console streams and clock
/// @param stores how a store is opened
/// @param stopAsked true once the user has pressed Ctrl-C in a command that ends by itself
public record CommandContext(Console console, StoreOpener stores, BooleanSupplier stopAsked) {
}
