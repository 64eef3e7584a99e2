package odata

import "strings"

// Segments splits a path. It turns OData's other form of a key, accessPackages('…'), into two segments and leaves
// functions as they are.
func Segments(path string) []string {
	var segments []string
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		name, key, found := strings.Cut(strings.TrimSuffix(segment, "')"), "('")
		if found && strings.HasSuffix(segment, "')") && !strings.ContainsAny(name, "(=") {
			segments = append(segments, name, key)
		} else {
			segments = append(segments, segment)
		}
	}
	return segments
}
