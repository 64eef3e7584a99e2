// Package messages has only tests. They collect every message of the provider and its programs in one text file for
// each family, so that a person can read all of them on one page and Vale can check them.
//
// The messages come from the source: every text of at least three words, in the order in which it stands there. So no
// message can be missing, whether or not a test causes it. Descriptions of schemas are left out, because docs/ has
// them. Values stand as samples, or as <names> of the expressions that produce them.
package messages
