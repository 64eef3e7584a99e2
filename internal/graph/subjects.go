package graph

import (
	"slices"
	"unique"
)

// Subjects is a set of those who hold access packages or are in groups: users, applications, whatever has an ID. The
// values are when the earliest assignment began, in seconds of Unix time, or 0 if that isn't known. An ID is stored
// once, because it is in many sets: 1,800 access packages with 500 holders each take 46 MB.
type Subjects map[unique.Handle[string]]int64

// add adds an ID to a set that isn't nil.
func (s Subjects) add(id string, since int64) {
	key := unique.Make(id)
	if known := s[key]; known == 0 || since != 0 && since < known {
		s[key] = since
	}
}

// And gives those who are in both sets, since when they are in this one.
func (s Subjects) And(other Subjects) Subjects {
	fewer, both := s, Subjects{}
	if len(other) < len(s) {
		fewer = other
	}
	for key := range fewer {
		since, here := s[key]
		if _, there := other[key]; here && there {
			both[key] = since
		}
	}
	return both
}

// without gives those who are not in the other set.
func (s Subjects) without(other Subjects) Subjects {
	rest := Subjects{}
	for key, since := range s {
		if _, there := other[key]; !there {
			rest[key] = since
		}
	}
	return rest
}

// Count is how many there are.
func (s Subjects) Count() int { return len(s) }

// IDs gives the ids (lower case), sorted.
func (s Subjects) IDs() []string {
	ids := make([]string, 0, len(s))
	for key := range s {
		ids = append(ids, key.Value())
	}
	slices.Sort(ids)
	return ids
}
