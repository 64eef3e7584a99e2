package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// terminal runs the CLI and shows what matters of its output.
type terminal struct {
	cli         string
	environment []string
	folder      string // of this part of the story

	headings int
}

// command is one run of the CLI, and what is to come of it.
type command struct {
	program   string // in the place of the CLI
	arguments string // without blanks inside one
	exitCode  int
	shows     []string // patterns: the demo shows matching lines, and fails if one matches nothing
	keep      string   // the name of a picture that all of the output will be made into
}

var (
	colors = regexp.MustCompile("\033\\[[0-9;]*m")
	// Lines of progress are too long for a picture.
	progress = regexp.MustCompile(`: (Refreshing state|Creating|Creation complete)`)
)

// run runs a command, shows it, and gives what it printed, without colors.
func (t *terminal) run(ctx context.Context, c command) (string, error) {
	program := t.cli
	if c.program != "" {
		program = c.program
	}
	name := filepath.Base(program)
	say("$ " + name + " " + c.arguments)
	process := exec.CommandContext(ctx, program, strings.Fields(c.arguments)...)
	process.Cancel = func() error { return process.Process.Signal(os.Interrupt) }
	process.Dir, process.Env = t.folder, t.environment
	printed, err := process.CombinedOutput()
	plain := colors.ReplaceAllString(string(printed), "")
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err
	}
	if got := process.ProcessState.ExitCode(); got != c.exitCode {
		return "", fmt.Errorf("%s %s ended with %d instead of %d:\n%s", name, c.arguments, got, c.exitCode, plain)
	}
	if c.keep != "" {
		if err := keep(c.keep, "$ "+name+" "+c.arguments+"\n"+string(printed)); err != nil {
			return "", err
		}
	}
	return plain, show(string(printed), c.shows)
}

// show prints the lines that match a pattern.
func show(printed string, patterns []string) error {
	var searched []*regexp.Regexp
	for _, pattern := range patterns {
		searched = append(searched, regexp.MustCompile(pattern))
	}
	found := make([]bool, len(patterns))
	for colored := range strings.Lines(printed) {
		colored = strings.TrimSuffix(colored, "\n")
		plain := colors.ReplaceAllString(colored, "")
		shown := false
		for i, pattern := range searched {
			if pattern.MatchString(plain) {
				found[i], shown = true, true
			}
		}
		switch {
		case shown && watched():
			fmt.Printf("     %s\n", colored)
		case shown:
			fmt.Printf("     %s\n", plain)
		}
	}
	for i, pattern := range patterns {
		if !found[i] {
			return fmt.Errorf("%q is not in this output:\n%s", pattern, colors.ReplaceAllString(printed, ""))
		}
	}
	return nil
}

// keep puts output aside in color, for people who look rather than run.
func keep(name, printed string) error {
	var b bytes.Buffer
	for line := range strings.Lines(printed) {
		if !progress.MatchString(line) {
			b.WriteString(line)
		}
	}
	return os.WriteFile(filepath.Join(kept, name+".ansi"), b.Bytes(), 0o644)
}

// watched reports whether the output is a terminal.
func watched() bool {
	info, err := os.Stdout.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func bold(text string) string {
	if !watched() {
		return text
	}
	return "\033[1m" + text + "\033[0m"
}

// headed begins a part of the story.
func (t *terminal) headed(text string) {
	t.headings++
	fmt.Printf("\n%s\n", bold(fmt.Sprintf("%d. %s", t.headings, text)))
}

func say(lines ...string) {
	for _, line := range lines {
		fmt.Printf("   %s\n", line)
	}
}
