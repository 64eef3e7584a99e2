// Package report makes what people read from the evidence about a tenant: a page, Markdown, and tables. It reads
// nothing but the evidence, so that the same evidence always gives the same bytes.
//
// Anyone who may rename a group or an access package writes into these outputs. HTML is made by html/template, tables
// by encoding/csv, and everything else takes only text that package display has cleaned.
package report
