package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// report has the provider write a page for auditors about the tenant.
func (s *story) report(ctx context.Context) error {
	s.folder = filepath.Join(s.work, "report")
	if err := os.CopyFS(s.folder, os.DirFS("examples/report")); err != nil {
		return err
	}
	if _, err := s.run(ctx, command{arguments: initialize}); err != nil {
		return err
	}
	if _, err := s.run(ctx, command{arguments: "apply -auto-approve", shows: []string{`^Apply complete`}}); err != nil {
		return err
	}
	page, err := s.run(ctx, command{arguments: "output -raw html"})
	if err != nil {
		return err
	}
	if !strings.Contains(page, "Payments - approve") {
		return errors.New("the report does not name an access package of the tenant")
	}
	say("Open " + kept + "/report.html: which duties exclude each other, and who is in conflict today.")
	return os.WriteFile(filepath.Join(kept, "report.html"), []byte(page), 0o644)
}
