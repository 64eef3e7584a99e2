package main

import (
	"bufio"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// event is a line of `go test -json`. See https://pkg.go.dev/cmd/test2json.
type event struct {
	Action, Package, Test, Output string

	Elapsed float64 // seconds, when a test has ended
}

// test is one that stands in a file, with what its subtests took.
type test struct {
	name, folder string
	took         time.Duration
}

type key struct{ folder, name string }

// read follows the events to their end, and gives the tests that have run, slowest first. It repeats what a test that
// fails has said, and what is no event.
func read(events io.Reader, to io.Writer) ([]test, error) {
	took, said := map[key]time.Duration{}, map[key][]string{}
	lines := bufio.NewReader(events)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		var e event
		if json.Unmarshal(line, &e) != nil || e.Action == "" {
			_, _ = to.Write(line)
		} else {
			take(e, took, said, to)
		}
		if err == io.EOF {
			break
		}
	}
	var tests []test
	for k := range took {
		if !strings.Contains(k.name, "/") {
			tests = append(tests, test{k.name, k.folder, whole(k, took)})
		}
	}
	slices.SortFunc(tests, func(a, b test) int {
		if a.took != b.took {
			return int(b.took - a.took)
		}
		return strings.Compare(a.name+a.folder, b.name+b.folder)
	})
	return tests, nil
}

func take(e event, took map[key]time.Duration, said map[key][]string, to io.Writer) {
	k := key{e.Package, e.Test}
	switch e.Action {
	case "output":
		said[k] = append(said[k], e.Output)
	case "pass", "fail":
		if e.Test != "" {
			took[k] = time.Duration(e.Elapsed * float64(time.Second))
		}
		if e.Action == "fail" {
			_, _ = io.WriteString(to, strings.Join(said[k], ""))
		}
		delete(said, k)
	}
}

// whole is what a test took with its subtests. It has waited for those that do not run in parallel, and not for those
// that do.
func whole(k key, took map[key]time.Duration) time.Duration {
	var parts time.Duration
	for each := range took {
		if each.folder == k.folder && parent(each, took) == k.name {
			parts += whole(each, took)
		}
	}
	return max(took[k], parts)
}

// parent is the test that ran a subtest. The name of that may have slashes too.
func parent(k key, took map[key]time.Duration) string {
	for above := path.Dir(k.name); above != "."; above = path.Dir(above) {
		if _, found := took[key{k.folder, above}]; found {
			return above
		}
	}
	return ""
}
