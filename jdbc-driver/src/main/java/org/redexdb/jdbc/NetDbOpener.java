// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.SQLException;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.url.RedexUrl;
import org.redexdb.jdbc.url.Target;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.OpenOptions;

/// Opens stores of this machine.
final class NetDbOpener implements StoreOpener {
  @Override
  public NetDb open(RedexUrl url) throws SQLException {
    return switch (url.target()) {
      case Target.Folder(var path) -> NetDb.open(path, OpenOptions.DEFAULTS.withCreate(url.create())
          .withAccess(access(url.access())));
      case Target.SharedMemory(var name) -> NetDb.memory(name);
      case Target.PrivateMemory() -> NetDb.memory();
      case Target.Server(var address) ->
        throw SqlErrors.notSupported("there is no server in this version, so //" + address
            + " cannot be reached; open a folder with jdbc:redexdb:<path>");
    };
  }

  private static OpenOptions.Access access(String name) {
    return switch (name) {
      case "write" -> OpenOptions.Access.WRITE;
      case "read_only" -> OpenOptions.Access.READ_ONLY;
      default -> OpenOptions.Access.AUTO;
    };
  }
}
