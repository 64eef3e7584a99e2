package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestHold(t *testing.T) {
	s, err := newService(size{1000, 200}, conditions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := usual.fill(s, size{1000, 200}); err != nil {
		t.Fatal(err)
	}
	os.WriteFile("/tmp/hold.env", []byte(strings.Join(s.environment(), "\n")+"\n"), 0o600)
	os.WriteFile("/tmp/hold.tf", []byte(s.provider("")), 0o600)
	for {
		time.Sleep(time.Second)
		if _, err := os.Stat("/tmp/hold.stop"); err == nil {
			return
		}
	}
}
