// Package layout holds tests only: the map of the house in DESIGN.md against the source, and what is promised of
// folders and file names.
package layout
