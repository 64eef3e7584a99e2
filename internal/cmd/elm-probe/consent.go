package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
)

var errNoConsent = errors.New("nothing was written: nobody said yes")

// agree asks once. A machine says -yes.
func (s surroundings) agree(ctx context.Context, already bool) error {
	if already {
		return nil
	}
	_, _ = fmt.Fprint(s.stdout, "Type yes to go on: ")
	said := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(s.stdin).ReadString('\n') // an end without an answer is none
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
