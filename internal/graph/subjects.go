package graph

import (
	"math/bits"
	"slices"
	"sync"
	"time"
)

// Subjects is a set of those who hold access packages or are in groups: users, applications, whatever has an id. It is
// a bitmap over the ids that the client has met, so that what is read of a tenant with 50,000 people and 1,800 access
// packages takes some megabytes. The zero value is empty. Only sets of one client belong together.
type Subjects struct {
	met  *subjectIDs
	bits []uint64
}

// subjectIDs numbers ids in the order in which they are met.
type subjectIDs struct {
	mu      sync.RWMutex
	numbers map[string]int
	ids     []string
}

func newSubjectIDs() *subjectIDs { return &subjectIDs{numbers: map[string]int{}} }

func (s *subjectIDs) number(id string) int {
	s.mu.RLock()
	number, ok := s.numbers[id]
	s.mu.RUnlock()
	if ok {
		return number
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if number, ok = s.numbers[id]; !ok {
		number = len(s.ids)
		s.numbers[id] = number
		s.ids = append(s.ids, id)
	}
	return number
}

const wordSize = 64

// with adds an id to a set of this client.
func (s Subjects) with(met *subjectIDs, id string) Subjects {
	number := met.number(id)
	if missing := number/wordSize + 1 - len(s.bits); missing > 0 {
		s.bits = append(s.bits, make([]uint64, missing)...)
	}
	s.met = met
	s.bits[number/wordSize] |= 1 << (number % wordSize)
	return s
}

// And gives those who are in both sets.
func (s Subjects) And(other Subjects) Subjects {
	both := make([]uint64, min(len(s.bits), len(other.bits)))
	for i := range both {
		both[i] = s.bits[i] & other.bits[i]
	}
	return Subjects{met: s.met, bits: both}
}

// Without gives those who are not in the other set.
func (s Subjects) Without(other Subjects) Subjects {
	rest := slices.Clone(s.bits)
	for i := range min(len(rest), len(other.bits)) {
		rest[i] &^= other.bits[i]
	}
	return Subjects{met: s.met, bits: rest}
}

// Count is how many there are.
func (s Subjects) Count() int {
	n := 0
	for _, word := range s.bits {
		n += bits.OnesCount64(word)
	}
	return n
}

// IDs gives the ids (lower case), sorted.
func (s Subjects) IDs() []string {
	ids := make([]string, 0, s.Count())
	if s.met == nil {
		return ids
	}
	s.met.mu.RLock()
	for i, word := range s.bits {
		for ; word != 0; word &= word - 1 {
			ids = append(ids, s.met.ids[i*wordSize+bits.TrailingZeros64(word)])
		}
	}
	s.met.mu.RUnlock()
	slices.Sort(ids)
	return ids
}

// starts knows since when subjects hold something, by their numbers, in seconds of Unix time.
type starts map[int]int64

// with keeps the earliest.
func (s starts) with(number int, at time.Time) starts {
	if s == nil {
		s = starts{}
	}
	if known, ok := s[number]; !ok || at.Unix() < known {
		s[number] = at.Unix()
	}
	return s
}

func (s starts) of(met *subjectIDs, id string) (time.Time, bool) {
	if met == nil {
		return time.Time{}, false
	}
	at, ok := s[met.number(id)]
	return time.Unix(at, 0).UTC(), ok
}
