package acctest

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Requests counts the requests of Graph so far that have the method ("" for any) and whose path contains the text.
func (s *Service) Requests(method, pathContains string) int {
	n := 0
	for _, entry := range s.Journal() {
		if entry.Kind == "graph" && (method == "" || entry.Method == method) &&
			strings.Contains(entry.Path, pathContains) {
			n++
		}
	}
	return n
}

// Writes counts the requests of Graph so far that change something.
func (s *Service) Writes() int {
	return s.Requests("", "") - s.Requests("GET", "")
}

// CheckMethods checks, by their methods in order, which requests of Graph there have been since the journal was reset,
// and resets it.
func (s *Service) CheckMethods(want string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var got []string
		for _, entry := range s.Journal() {
			if entry.Kind == "graph" {
				got = append(got, entry.Method)
			}
		}
		s.ResetJournal()
		if strings.Join(got, " ") != want {
			return fmt.Errorf("requests: %q, want %q", strings.Join(got, " "), want)
		}
		return nil
	}
}

// CheckNothingWritten checks that reading was only that.
func (s *Service) CheckNothingWritten() resource.TestCheckFunc {
	return func(*terraform.State) error {
		if writes := s.Writes(); writes != 0 {
			return fmt.Errorf("%d requests that write", writes)
		}
		return nil
	}
}
