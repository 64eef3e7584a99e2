// Package display turns text that came from a tenant into text that is safe in one output. Anyone who may rename a
// group or an access package chooses that text: it can hold terminal sequences, line breaks, reversed text, links,
// formulas or commands of a pipeline's runner.
//
// Each output has a type that only its constructor makes, so that a signature shows that its text is clean. HTML needs
// none: html/template escapes a [Line]. JSON needs none either, because it is data; the program that shows it cleans
// it.
package display
