// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.redexdb.cli.command.StoreOpener.Purpose;
import org.redexdb.cli.console.UserError;

/// A JDBC URL of a store in a folder, as the shell understands it.
///
/// @param purpose what `access` asks for
/// @param options options of the session by name
record StoreUrl(Path directory, Purpose purpose, Map<String, String> options) {
  private static final String PREFIX = "jdbc:redexdb:";

  static StoreUrl parse(String url) {
    if (!url.startsWith(PREFIX)) throw new UserError("--url begins with " + PREFIX + ", not " + url);
    var rest = url.substring(PREFIX.length());
    if (rest.startsWith("//"))
      throw new UserError("this version has no remote stores: " + url + "\n  name a folder: " + PREFIX + "DIR");
    if (rest.equals("mem:") || rest.startsWith("mem:"))
      throw new UserError("a store in memory belongs to the program that made it: " + url);
    int query = rest.indexOf('?');
    var options = new LinkedHashMap<String, String>();
    if (query >= 0) {
      for (var pair : rest.substring(query + 1).split("&")) {
        int equals = pair.indexOf('=');
        if (equals <= 0) throw new UserError("expected option=value in the URL, found \"" + pair + "\"");
        options.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    var create = options.remove("create");
    if (create != null && !create.equals("false"))
      throw new UserError(create.equals("true")
          ? "create=true in the URL: redex sql makes no store; redex import --db DIR --channel NAME FILE makes one"
          : "create is true or false, not " + create);
    // An embedded store has no users and is never fetched from ahead: the driver takes these and does nothing.
    options.remove("user");
    options.remove("password");
    options.remove("fetch_size");
    var access = options.remove("access");
    var folder = decode(query < 0 ? rest : rest.substring(0, query));
    if (folder.isEmpty()) throw new UserError("the URL names no folder; write " + PREFIX + "DIR");
    return new StoreUrl(Path.of(folder),
        access == null ? Purpose.WRITE : purpose(access), options);
  }

  private static Purpose purpose(String access) {
    return switch (access) {
      case "auto" -> Purpose.WRITE;
      case "write" -> Purpose.WRITE_OR_FAIL;
      case "read_only" -> Purpose.READ;
      default -> throw new UserError("access is auto, write or read_only, not " + access);
    };
  }

  // Not as in a form: a plus sign in a path is a plus sign.
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UserError("bad escape in the URL: " + e.getMessage());
    }
  }
}
