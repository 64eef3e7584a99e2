package manifest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/manifest"
)

// written is a folder with a report of two files.
func written(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	files := map[string][]byte{"report.html": []byte("<p>"), "report.json": []byte("{}")}
	files[manifest.Name] = manifest.Sums(files)
	for name, content := range files {
		write(t, filepath.Join(folder, name), string(content))
	}
	return folder
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(folder string) error
		want   string
	}{
		"unchanged": {func(string) error { return nil }, ""},
		"changed": {func(f string) error {
			return os.WriteFile(filepath.Join(f, "report.html"), []byte("<b>"), 0o600)
		}, "report.html has changed since the report was written."},
		"missing": {func(f string) error { return os.Remove(filepath.Join(f, "report.json")) }, "report.json is missing."},
		"added": {func(f string) error {
			return os.WriteFile(filepath.Join(f, "more.csv"), nil, 0o600)
		}, "more.csv isn't listed in the manifest."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := written(t)
			if err := c.change(folder); err != nil {
				t.Fatal(err)
			}
			problems, err := manifest.Check(folder)
			if got := strings.Join(problems, "\n"); got != c.want || err != nil {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestCheck_badManifest(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "no sums": "report.html\n", "another folder": strings.Repeat("0", 64) + "  ../report.html\n",
	} {
		folder := written(t)
		write(t, filepath.Join(folder, manifest.Name), text)
		if problems, err := manifest.Check(folder); err == nil {
			t.Errorf("%s: %q", name, problems)
		}
	}
}

const reviewer = "05e20000-0000-4000-8000-000000000009"

func attestation() manifest.Attestation {
	return manifest.Attestation{
		ReviewerID: strings.ToUpper(reviewer),
		Reviewer:   "Ana Ruiz",
		Date:       "2026-12-01",
		Statement:  "Reviewed.",
	}
}

func covering(actors ...string) *evidence.Document {
	since := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	d := &evidence.Document{ChangesSince: &since, ChangesComplete: true}
	for _, actor := range actors {
		d.Changes = append(d.Changes, evidence.Change{ActorID: &actor})
	}
	return d
}

func TestAttest(t *testing.T) {
	t.Parallel()
	folder, d := written(t), covering("05e20000-0000-4000-8000-000000000001")
	if _, err := manifest.ReadAttestation(folder, d); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without an attestation: %v", err)
	}
	if err := manifest.Attest(folder, attestation(), d); err != nil {
		t.Fatal(err)
	}
	if problems, err := manifest.Check(folder); err != nil || problems != nil {
		t.Errorf("an attestation changes the report: %q, %v", problems, err)
	}
	read, err := manifest.ReadAttestation(folder, d)
	if err != nil || read.ReviewerID != reviewer || read.Statement != "Reviewed." {
		t.Errorf("%+v, %v", read, err)
	}
	if err := manifest.Attest(folder, attestation(), d); !errors.Is(err, fs.ErrExist) {
		t.Errorf("an attestation can be replaced: %v", err)
	}
	write(t, filepath.Join(folder, manifest.Name), string(manifest.Sums(map[string][]byte{"report.html": nil})))
	if _, err := manifest.ReadAttestation(folder, d); err == nil {
		t.Error("an attestation about another manifest counts")
	}
}

// Someone who changed the rules doesn't review the report about it.
func TestAttest_refuses(t *testing.T) {
	t.Parallel()
	unnamed, incomplete := covering(), covering()
	unnamed.Changes = []evidence.Change{{}}
	incomplete.ChangesComplete = false
	early, asOf, readOn := covering(), "2026-07-01", "2026-12-02"
	early.AsOf, early.ReadOn = &asOf, &readOn
	for name, c := range map[string]struct {
		document *evidence.Document
		change   func(*manifest.Attestation)
		want     string
	}{
		"actor":                {covering("05e20000-0000-4000-8000-000000000001", reviewer), nil, "made a change"},
		"actor without a name": {unnamed, nil, "doesn't name the actor"},
		"no changes read":      {&evidence.Document{}, nil, "doesn't cover changes"},
		"incomplete changes":   {incomplete, nil, "doesn't cover changes"},
		"no statement":         {covering(), func(a *manifest.Attestation) { a.Statement = " " }, "needs the reviewer's"},
		"before the reading":   {early, nil, "is before 2026-12-02, the day on which the tenant was read"},
		"no day":               {covering(), func(a *manifest.Attestation) { a.Date = "2026-02-30" }, "isn't a day"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder, a := written(t), attestation()
			if c.change != nil {
				c.change(&a)
			}
			if err := manifest.Attest(folder, a, c.document); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if _, err := os.Stat(filepath.Join(folder, manifest.AttestationName)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("it is written: %v", err)
			}
		})
	}
}
