package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/probe"
)

// output is the file to write. The program creates it first, so that a folder without write permission is an error
// before any request.
type output struct {
	path string
	file *os.File
}

func create(path string) (*output, error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".elm-probe-*")
	if err != nil {
		return nil, err
	}
	return &output{path, file}, nil
}

// discard removes an unfinished file.
func (o *output) discard() {
	_ = o.file.Close()
	_ = os.Remove(o.file.Name()) // finish may have renamed it
}

// finish writes the answers and prints a summary.
func (o *output) finish(p *probe.Probe, stdout io.Writer) error {
	answers := p.File()
	text, err := p.Encode(answers)
	if err != nil {
		return err
	}
	_, err = o.file.Write(text)
	if err := errors.Join(err, o.file.Close()); err != nil {
		return err
	}
	if err := os.Rename(o.file.Name(), o.path); err != nil {
		return err
	}
	issue := strings.TrimSuffix(o.path, filepath.Ext(o.path)) + ".txt"
	if err := os.WriteFile(issue, []byte(probe.Issue(answers)), 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintf(
		stdout,
		"%s\nThe answers are in %s. The text for an issue is in %s. Read both before you send them.\n",
		probe.Summary(answers),
		o.path,
		issue,
	)
	return err
}
