package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
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

// shell has elm-report write the same page without Terraform. The tenant has a conflict, so that it exits with code 2.
func (s *story) shell(ctx context.Context) error {
	program := filepath.Join(s.work, "elm-report")
	output, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./internal/cmd/elm-report").CombinedOutput()
	if err != nil {
		return fmt.Errorf("elm-report can't be built: %w\n%s", err, output)
	}
	s.folder = s.work
	if _, err := s.run(ctx, command{program: program, arguments: "run --out shell", exitCode: 2, shows: []string{
		`^Rules`, `^Conflicts`, `^Gaps`, `^Findings`, `^Open `,
	}}); err != nil {
		return err
	}
	page, err := os.ReadFile(filepath.Join(s.work, "shell", "report.html"))
	if err != nil {
		return err
	}
	say("It reads only. The page is " + kept + "/elm-report.html.")
	return os.WriteFile(filepath.Join(kept, "elm-report.html"), page, 0o644)
}
