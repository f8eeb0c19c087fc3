// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

final class RedexCli {
}
