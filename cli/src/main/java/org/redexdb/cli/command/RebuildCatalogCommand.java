// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import org.redexdb.cli.console.Figures;
import org.redexdb.netdb.Maintenance;
import org.redexdb.redex.api.RebuiltCatalog;
import picocli.CommandLine.Command;

/// `redex rebuild-catalog`.
@Command(name = "rebuild-catalog", description = "Make the list of channels anew, from what their files say.", footer = {
    "",
    "For a store whose catalog is damaged or missing; the store must be closed. What the old catalog still tells is used,",
    "and its damaged files are kept. Declared schemas that cannot be read any more are lost: each is named."})
final class RebuildCatalogCommand extends StoreCommand {
  RebuildCatalogCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() {
    requireFolder();
    RebuiltCatalog rebuilt = Maintenance.rebuildCatalog(directory());
    var out = console().out();
    rebuilt.channels().forEach(out::println);
    rebuilt.notes().forEach(line -> out.println("note: " + line));
    out.println("rebuilt: " + Figures.count(rebuilt.channels().size(), "channel"));
    out.flush();
    return 0;
  }
}
