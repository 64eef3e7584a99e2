package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
)

var errNoConsent = errors.New(`stopped before any change, because the answer wasn't "yes"`)

// agree asks once, unless -yes was given.
func (s surroundings) agree(ctx context.Context, already bool) error {
	if already {
		return nil
	}
	_, _ = fmt.Fprint(s.stdout, "Type yes to continue: ")
	said := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(s.stdin).ReadString('\n') // no answer counts as no
		said <- line
	}()
	select {
	case line := <-said:
		if strings.EqualFold(strings.TrimSpace(line), "yes") {
			return nil
		}
		return errNoConsent
	case <-ctx.Done():
		return errNoConsent
	}
}
