package main

import "fmt"

// refuseIgnored refuses a flag that has no effect because of another one: the program would do less than asked without
// saying so. Exceptions are judged even if nothing is counted, because they expire.
func (s *settings) refuseIgnored() error {
	for _, pair := range []struct {
		ignored, because string
		both             bool
	}{
		{"--outside", "--no-gaps", s.outside && s.withoutGaps},
		{"--accepted-gaps", "--no-gaps", s.accepted != "" && s.withoutGaps},
		{"--include-object-ids", "--no-counts", s.objectIDs && s.withoutCounts},
		// Gaps of the kind "outside" are about holders, too.
		{"--include-delivering", "--no-counts", s.delivering && s.withoutCounts && !s.outside},
	} {
		if pair.both {
			return fmt.Errorf("%s has no effect with %s; omit one of them", pair.ignored, pair.because)
		}
	}
	return nil
}
