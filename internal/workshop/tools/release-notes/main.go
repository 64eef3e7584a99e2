// Command release-notes prints what CHANGELOG.md says of its newest version, and fails where it says nothing that can
// be read:
//
//	go run ./internal/workshop/tools/release-notes [VERSION]
//
// With a VERSION, that has to be the newest one, and its release dated.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"regexp"
	"strings"
)

func main() {
	log.SetFlags(0)
	text, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		log.Fatal(err)
	}
	notes, err := newest(string(text), strings.Join(os.Args[1:], " "))
	if err != nil {
		log.Fatal("CHANGELOG.md: ", err)
	}
	fmt.Print(notes)
}

var (
	heading = regexp.MustCompile(`^## (\d+\.\d+\.\d+) \((Unreleased|[A-Z][a-z]+ \d+, \d{4})\)$`)
	entry   = regexp.MustCompile(`(?m)^\* .`)
	line    = regexp.MustCompile(`^$|^(BREAKING CHANGES|FEATURES|ENHANCEMENTS|BUG FIXES|NOTES):$|^\* .|^  +[^ ]`)
)

// newest returns the notes of a changelog's newest version, which must be version unless that is empty.
func newest(changelog, version string) (string, error) {
	first, rest, _ := strings.Cut(changelog, "\n")
	parts := heading.FindStringSubmatch(first)
	if parts == nil {
		return "", fmt.Errorf(
			`the first line is to be like "## 1.2.3 (Unreleased)" or "## 1.2.3 (January 31, 2026)", not %q`, first,
		)
	}
	switch {
	case version != "" && parts[1] != version:
		return "", fmt.Errorf("the newest version is %s, not %s", parts[1], version)
	case version != "" && parts[2] == "Unreleased":
		return "", fmt.Errorf("%s has no date yet", version)
	}
	notes, _, _ := strings.Cut(rest, "\n## ")
	if !entry.MatchString(notes) {
		return "", fmt.Errorf("nothing is said of %s", parts[1])
	}
	var errs []error
	for l := range strings.SplitSeq(notes, "\n") {
		if !line.MatchString(l) {
			errs = append(errs, fmt.Errorf("neither a heading nor an entry: %s", l))
		}
	}
	return strings.TrimSpace(notes) + "\n", errors.Join(errs...)
}
