// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.url;

import java.nio.file.Path;

/// What a URL points at.
public sealed interface Target {
  /// `jdbc:redexdb:<path>`: a store in a folder.
  record Folder(Path path) implements Target {
  }

  /// `jdbc:redexdb:mem:<name>`: a store in memory that all connections of the process with that name share.
  record SharedMemory(String name) implements Target {
  }

  /// `jdbc:redexdb:mem:`: a store in memory that only this connection has.
  record PrivateMemory() implements Target {
  }

  /// `jdbc:redexdb://host:port`: a server elsewhere.
  record Server(String address) implements Target {
  }
}
