package odata

import "strings"

// Segments splits a path. OData's other spelling of a key, accessPackages('…'), becomes two segments; functions keep theirs.
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
