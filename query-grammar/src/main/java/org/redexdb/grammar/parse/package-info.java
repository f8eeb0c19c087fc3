// SPDX-License-Identifier: Apache-2.0
/// From text to tree: the ANTLR grammar (src/main/antlr4), the limits that guard it, the words of its errors, and the
/// builders that turn its contexts into `org.redexdb.grammar.tree`. Not exported: generated classes stay in here.
package org.redexdb.grammar.parse;
