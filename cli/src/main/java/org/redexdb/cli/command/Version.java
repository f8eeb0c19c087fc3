// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version as the build wrote it.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream("/org/redexdb/cli/version.properties")) {
      if (in != null) properties.load(in);
    }
    return new String[]{
        "redex " + properties.getProperty("version", "(version unknown)") + ", Java " + Runtime.version()};
  }
}
