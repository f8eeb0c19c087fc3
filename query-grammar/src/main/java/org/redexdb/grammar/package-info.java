// SPDX-License-Identifier: Apache-2.0
/// The entry point of RQL's parser.
package org.redexdb.grammar;
