package pipelines

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The action fails on findings and on a tenant that can't be read, and writes the summary that the program made.
func TestReportAction(t *testing.T) {
	t.Parallel()
	bin, path := build(t, map[string]string{"elm-report": "github.com/entra-elm/terraform-provider-elm/internal/cmd/elm-report"})
	action, err := filepath.Abs("../../../examples/report-action/run")
	acctest.Must(t, err)
	gaps, err := os.ReadFile("../../../examples/conflict-check/accepted-gaps.json")
	acctest.Must(t, err)
	accepted := `{"ac000000-0000-4000-8000-000000000005/ac000000-0000-4000-8000-000000000003":
		{"holders": 1, "owner": "Head of purchasing", "reason": "Until the second clerk starts", "expires": "` + day(30) + `"}}`
	for name, c := range map[string]struct {
		prepare    func(*acctest.Service)
		exceptions string
		code       int
		says       string // in the summary; empty for no summary
	}{
		"findings": {nil, "", 2, "# Separation of duties"},
		"accepted": {nil, accepted, 0, "# Separation of duties"},
		"dynamic group": {func(s *acctest.Service) {
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, "ac000000-0000-4000-8000-000000000001", "96000000-0000-4000-8000-000000000004"))
		}, "", 2, "# Separation of duties"},
		"refused": {func(s *acctest.Service) {
			s.Inject(emulator.Fault{Path: "/identityGovernance", Status: 403, Code: "UnAuthorized"})
		}, "", 1, ""},
		"wrong file": {nil, "nothing: [", 1, ""},
	} {
		for way, shell := range ways {
			t.Run(name+", "+way, func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{})
				acctest.Must(t, s.Load(strings.NewReader(emulator.FinanceSeed)))
				if c.prepare != nil {
					c.prepare(s)
				}
				work := t.TempDir()
				summary := filepath.Join(work, "summary.md")
				line := append(append([]string{}, shell...), action)
				command := exec.CommandContext(t.Context(), line[0], line[1:]...)
				command.Dir = work
				command.Env = []string{
					path, "ELM_REPORT=" + filepath.Join(bin, "elm-report"), "GITHUB_STEP_SUMMARY=" + summary,
					"ARM_METADATA_HOSTNAME=" + s.URL, "ARM_TENANT_ID=" + acctest.TenantID, "ARM_CLIENT_ID=" + acctest.ClientID, "ARM_CLIENT_SECRET=" + acctest.Secret,
				}
				if c.exceptions != "" {
					acctest.Must(t, writeFile(filepath.Join(work, "exceptions.yaml"), c.exceptions),
						writeFile(filepath.Join(work, "gaps.json"), string(gaps)))
					command.Env = append(command.Env, "EXCEPTIONS=exceptions.yaml", "ACCEPTED_GAPS=gaps.json")
				}
				got := finish(t, command)
				written, err := os.ReadFile(summary)
				if err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
				if got.code != c.code || (c.says == "") != (len(written) == 0) || !strings.Contains(string(written), c.says) {
					t.Errorf("it exits with code %d, not %d, and writes\n%s\n%s", got.code, c.code, written, got.stderr)
				}
				if s.Writes() != 0 {
					t.Errorf("%d requests that write", s.Writes())
				}
			})
		}
	}
}

// A summary of an earlier run isn't that of a run that failed, and its folder stays as it is.
func TestReportAction_earlierRun(t *testing.T) {
	t.Parallel()
	action, err := filepath.Abs("../../../examples/report-action/run")
	acctest.Must(t, err)
	for way, shell := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			work := t.TempDir()
			earlier, program := filepath.Join(work, "report", "summary.md"), filepath.Join(work, "program")
			acctest.Must(t, os.Mkdir(filepath.Dir(earlier), 0o700), writeFile(earlier, "# Last week\n"), os.WriteFile(program, []byte("#!/bin/sh\nexit 0\n"), 0o700))
			line := append(append([]string{}, shell...), action)
			command := exec.CommandContext(t.Context(), line[0], line[1:]...)
			command.Dir = work
			command.Env = []string{"PATH=" + os.Getenv("PATH"), "ELM_REPORT=" + program}
			got := finish(t, command)
			if got.code != 1 || got.stdout != "" || !strings.Contains(got.stderr, "run: report holds the summary of an earlier run.") {
				t.Errorf("it exits with code %d, not 1, and writes\n%s\n%s", got.code, got.stdout, got.stderr)
			}
			if kept, err := os.ReadFile(earlier); err != nil || string(kept) != "# Last week\n" {
				t.Errorf("the earlier summary is %q: %v", kept, err)
			}
		})
	}
}
