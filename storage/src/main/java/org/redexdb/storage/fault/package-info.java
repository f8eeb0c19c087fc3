// SPDX-License-Identifier: Apache-2.0
/// The one place where failures of the disk port become typed errors, and where those that nobody waits for are logged.
package org.redexdb.storage.fault;
