package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/manifest"
)

// Objects of the emulator's finance tenant, in which one holder has two access packages that exclude each other.
const (
	vendorsPackage = "ac000000-0000-4000-8000-000000000003"
	ordersPackage  = "ac000000-0000-4000-8000-000000000005"
	contractors    = "96000000-0000-4000-8000-000000000006"
	pair           = ordersPackage + "/" + vendorsPackage
)

// program builds the program once: tests run what users run.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "elm-report")
	output, err := exec.CommandContext(context.Background(), "go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return path, nil
})

// folder outlives every test.
var folder string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if folder, err = os.MkdirTemp("", "elm-report-"); err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		return m.Run()
	}())
}

// tried is the program in a folder of its own, and the tenant that it reads.
type tried struct {
	t      *testing.T
	server *emulator.Server
	host   string
	dir    string
}

func newTried(t *testing.T, options emulator.Options) *tried {
	t.Helper()
	server := emulator.New(options)
	if err := server.Load(strings.NewReader(emulator.FinanceSeed)); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return &tried{t, server, listener.URL, t.TempDir()}
}

// run runs the program and gives its exit code and what it printed.
func (r *tried) run(args ...string) (int, string) {
	r.t.Helper()
	built, err := program()
	if err != nil {
		r.t.Fatal(err)
	}
	command := r.command(built, args...)
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), string(output)
}

func (r *tried) command(built string, args ...string) *exec.Cmd {
	command := exec.CommandContext(r.t.Context(), built, args...)
	command.Dir = r.dir
	command.Env = []string{
		"ARM_METADATA_HOSTNAME=" + r.host, "ARM_TENANT_ID=0e4c1a7e-5d0b-4c6e-9a54-6f1f3f7b8d10",
		"ARM_CLIENT_ID=7b1d9c52-3f0e-4e0b-8a55-2c9d6f4e1a37", "ARM_CLIENT_SECRET=" + emulator.DefaultSecret,
	}
	return command
}

// must runs the program and checks its exit code.
func (r *tried) must(code int, args ...string) string {
	r.t.Helper()
	got, output := r.run(args...)
	if got != code {
		r.t.Fatalf("%v ended with %d, want %d:\n%s", args, got, code, output)
	}
	return output
}

func (r *tried) write(name, content string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(content), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *tried) read(elements ...string) string {
	r.t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{r.dir}, elements...)...))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

func (r *tried) evidence(name string) *evidence.Document {
	r.t.Helper()
	d, err := evidence.Decode([]byte(r.read(name, evidenceName)))
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

// day is a day before or after today, because no report is as of a day in the future.
func day(offset int) string { return time.Now().UTC().AddDate(0, 0, offset).Format(time.DateOnly) }

// accept writes decisions that accept everything that a report finds.
func (r *tried) accept(name string) []string {
	r.t.Helper()
	exceptions, gaps := map[string]map[string]any{}, []string{}
	for _, f := range r.evidence(name).Findings {
		if f.GapID != nil {
			gaps = append(gaps, *f.GapID)
		} else {
			exceptions[*f.ImportID] = map[string]any{
				"holders": f.Count,
				"owner":   "Ana",
				"reason":  "On call",
				"expires": day(30),
			}
		}
	}
	for file, content := range map[string]any{"exceptions.json": exceptions, "gaps.json": gaps} {
		text, err := json.Marshal(content)
		if err != nil {
			r.t.Fatal(err)
		}
		r.write(file, string(text))
	}
	return []string{"run", "--as-of", day(0), "--exceptions", "exceptions.json", "--accepted-gaps", "gaps.json"}
}

func (r *tried) wroteNothing() {
	r.t.Helper()
	for _, entry := range r.server.Journal() {
		if entry.Method != http.MethodGet && !strings.Contains(entry.Path, "/oauth2/") {
			r.t.Errorf("%s %s", entry.Method, entry.Path)
		}
	}
}

// A run finds the conflict, a second run with everything accepted finds nothing, and neither writes to the tenant.
func TestRun(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	output := r.must(exitFindings, "run")
	if !strings.Contains(output, "Open report/report.html") || strings.Contains(output, "Tenant read on") {
		t.Error(output)
	}
	for name, want := range map[string]string{
		"report.html": "<!DOCTYPE html>", "report.md": "## Rules", "summary.md": "full report", "rules.csv": pair,
		"conflicts.csv": "user", "gaps.csv": "one_way", "findings.csv": "conflict " + vendorsPackage + "/" + ordersPackage,
		manifest.Name: "  report.json",
	} {
		if text := r.read("report", name); !strings.Contains(text, want) {
			t.Errorf("%s has no %q:\n%s", name, want, text)
		}
	}
	if _, err := os.Stat(filepath.Join(r.dir, "report", "changes.csv")); err == nil {
		t.Error("there is a table of changes, for which no one asked")
	}
	r.must(exitNothing, append(r.accept("report"), "--out", "accepted")...)
	if output := r.must(exitNotKnown, "run"); !strings.Contains(output, "isn't empty") {
		t.Errorf("a report is written over another one:\n%s", output)
	}
	r.wroteNothing()
}

// The same tenant gives the same bytes.
func TestRun_again(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	for _, out := range []string{"one", "two"} {
		r.must(exitFindings, "run", "--as-of", day(0), "--changed-since", day(-30), "--out", out)
	}
	if !strings.Contains(r.read("one", "changes.csv"), "operation") {
		t.Error("there is no table of changes, which the run asked for")
	}
	if r.read("one", manifest.Name) != r.read("two", manifest.Name) {
		t.Error("two runs give other files")
	}
}

// A part that can't be read makes the result unknown, even if every finding is accepted.
func TestRun_notKnown(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{Roles: []string{"EntitlementManagement.Read.All", "GroupMember.Read.All"}})
	r.must(exitFindings, "run", "--as-of", day(0))
	output := r.must(exitNotKnown, append(r.accept("report"), "--out", "accepted", "--changed-since", day(-30))...)
	if !strings.Contains(output, "Parts not read        1\n") ||
		!strings.Contains(r.read("accepted", "summary.md"), "AuditLog.Read.All") {
		t.Errorf("it doesn't say what:\n%s", output)
	}
	none := newTried(t, emulator.Options{Roles: []string{"GroupMember.Read.All"}})
	if output := none.must(exitNotKnown, "run"); !strings.Contains(output, "EntitlementManagement.Read.All") {
		t.Errorf("it doesn't say what is missing:\n%s", output)
	}
}

// An interruption leaves no half of a report.
func TestRun_interrupted(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	built, err := program()
	if err != nil {
		t.Fatal(err)
	}
	command := r.command(built, "run")
	var output strings.Builder
	command.Stdout, command.Stderr = &output, &output
	asked := make(chan bool, 100)
	r.server.Observe(func(moment emulator.Moment, request *http.Request) {
		if moment == emulator.Before && strings.Contains(request.URL.Path, "accessPackage") {
			asked <- true
			<-request.Context().Done()
		}
	})
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = command.Wait()
	if code := command.ProcessState.ExitCode(); code != exitNotKnown {
		t.Fatalf("ended with %d, %v:\n%s", code, err, output.String())
	}
	if text := output.String(); !strings.Contains(text, "interrupted; nothing was written") || strings.Contains(text, "pply") {
		t.Error(text)
	}
	if left, err := os.ReadDir(filepath.Join(r.dir, "report")); len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// Without the permission to read members, the report names it, and counts the rules between access packages.
func TestRun_noMembers(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{Roles: []string{"EntitlementManagement.Read.All"}})
	if err := r.server.Tenant().Link(emulator.IncompatibleGroups, ordersPackage, contractors); err != nil {
		t.Fatal(err)
	}
	r.must(exitNotKnown, "run")
	d := r.evidence("report")
	if evidence.Known(d.Summary.Conflicts) != 1 || d.Summary.NotCountedRules != d.Summary.GroupRules || d.Summary.GroupRules == 0 ||
		!strings.Contains(r.read("report", "summary.md"), "GroupMember.Read.All") {
		t.Errorf("%+v", d.Summary)
	}
}

// The rest of the report doesn't need the audit log: one that doesn't go back far enough makes the report incomplete
// and doesn't end it.
func TestRun_auditLogTooShort(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{AuditDays: 7})
	output := r.must(exitNotKnown, "run", "--changed-since", "2020-01-01")
	if !strings.Contains(output, "Parts not read        1\n") ||
		!strings.Contains(r.read("report", "summary.md"), "7 days, or 30 days with a Microsoft Entra ID P1 or P2 license") || len(r.evidence("report").Rules) == 0 {
		t.Errorf("it doesn't say how far the log goes back:\n%s", output)
	}
}

// A catalog that doesn't exist is named, with the flag that names it.
func TestCatalog_unknown(t *testing.T) {
	t.Parallel()
	const unknown = "ca000000-0000-4000-8000-00000000dead"
	r := newTried(t, emulator.Options{})
	for _, command := range []string{"run", "adopt"} {
		output := r.must(exitNotKnown, command, "--catalog", unknown)
		if !strings.Contains(output, "the catalog "+unknown+" isn't found; check --catalog") {
			t.Error(output)
		}
	}
}

// The report looks for gaps of kind "outside" on request only, because each takes a list of members.
func TestRun_outside(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	for out, args := range map[string][]string{"with": {"--outside"}, "without": nil} {
		r.must(exitFindings, append([]string{"run", "--as-of", day(0), "--out", out}, args...)...)
		asked := 0
		for _, g := range r.evidence(out).Gaps {
			if g.Kind == evidence.GapOutside {
				asked++
			}
		}
		if wanted := out == "with"; r.evidence(out).OutsideExamined != wanted || asked > 0 && !wanted {
			t.Errorf("%s: examined %t, %d gaps", out, r.evidence(out).OutsideExamined, asked)
		}
	}
}

// Without counts, the output has no number of conflicts. A table that no one asked for is left out.
func TestRun_noCounts(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	r.must(exitFindings, "run", "--no-gaps", "--out", "counts")
	output := r.must(exitFindings, "run", "--no-counts", "--as-of", day(0), "--include-delivering", "--outside")
	if !strings.Contains(output, "Conflicts             not counted\nGaps") || !strings.Contains(output, "Rules not counted     ") {
		t.Error(output)
	}
	for file, want := range map[string]bool{
		"report/conflicts.csv": false, "report/gaps.csv": true, "counts/conflicts.csv": true, "counts/gaps.csv": false,
	} {
		if _, err := os.Stat(filepath.Join(r.dir, file)); (err == nil) != want {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// Mistakes are found before any request, and say where they are.
func TestMistakes(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	r.write("day.yaml", "a/b: {holders: 1, owner: Ana, reason: On call, expires: 2026-02-30}")
	r.write("empty.yaml", "")
	r.write("word.yaml", "a/b: {holder: 1}")
	for want, args := range map[string][]string{
		`--catalog: "Finance" isn't a GUID`:                   {"run", "--catalog", "Finance"},
		`"tomorrow" isn't a day that exists`:                  {"run", "--as-of", "tomorrow"},
		`"soon" is neither a day`:                             {"run", "--changed-since", "soon"},
		`exceptions["a/b"].expires: "2026-02-30" isn't a day`: {"run", "--exceptions", "day.yaml"},
		"--exceptions word.yaml":                              {"run", "--exceptions", "word.yaml"},
		"--rule-book missing.yaml":                            {"run", "--rule-book", "missing.yaml"},
		"--exceptions is empty":                               {"run", "--exceptions", ""},
		"--rule-book is empty":                                {"run", "--rule-book="},
		"--accepted-gaps is empty":                            {"run", "--accepted-gaps", " "},
		"--changed-since is empty":                            {"run", "--changed-since", ""},
		"--as-of is empty":                                    {"run", "--as-of", ""},
		"--as-of: 2999-01-01 is in the future; today is 2":    {"run", "--as-of", "2999-01-01"},
		"--out is empty":                                      {"run", "--out", ""},
		"Error: --out is empty":                               {"adopt", "--out", ""},
		"--out is empty; give":                                {"merge", "a", "--out", ""},
		"2999-01-01 is in the future":                         {"run", "--changed-since", "2999-01-01"},
		"no risks":                                            {"run", "--rule-book", "empty.yaml"},
		"--outside has no effect with --no-gaps":              {"run", "--no-gaps", "--outside"},
		"--accepted-gaps has no effect with --no-gaps":        {"run", "--no-gaps", "--accepted-gaps", "gaps.yaml"},
		"--include-object-ids has no effect with --no-counts": {"run", "--no-counts", "--include-object-ids"},
		"--include-delivering has no effect with --no-counts": {"run", "--no-counts", "--include-delivering"},
		"unknown command":                                     {"rum"},
		"unknown flag: --exception":                           {"run", "--exception", "day.yaml"},
		"accepts 2 arg(s)":                                    {"diff", "one"},
		`--reviewer-id: "Ana" isn't a GUID`:                   {"verify", ".", "--attest", "--reviewer", "Ana", "--statement", "Fine.", "--reviewer-id", "Ana"},
		"--attest requires --reviewer-id":                     {"verify", ".", "--attest", "--reviewer", "Ana", "--statement", "Fine."},
		"require --attest":                                    {"verify", ".", "--statement", "Reviewed."},
	} {
		if output := r.must(exitNotKnown, args...); !strings.Contains(output, want) {
			t.Errorf("%v doesn't say %q:\n%s", args, want, output)
		}
	}
	if n := len(r.server.Journal()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// A call without a command reads nothing, so it doesn't exit with 0. A call for help does.
func TestHelp(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	for _, args := range [][]string{{"--help"}, {"-h"}, {"help"}, {"help", "run"}, {"run", "-h"}, {"--version"}} {
		r.must(exitNothing, args...)
	}
	for _, args := range [][]string{nil, {""}} {
		if output := r.must(exitNotKnown, args...); !strings.Contains(output, "Error: there is no command") ||
			!strings.Contains(output, "Available Commands:") {
			t.Errorf("%q: %s", args, output)
		}
	}
}

// The help names every permission to read that the guide names.
func TestHelp_permissions(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../../docs/guides/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(guide), "## What each operation needs")
	table, _, _ = strings.Cut(table, "## Assign a role")
	named := regexp.MustCompile("`(\\w+\\.Read\\.\\w+)`").FindAllStringSubmatch(table, -1)
	if len(named) < 7 {
		t.Fatalf("the guide names %d permissions", len(named))
	}
	for _, permission := range named {
		if !strings.Contains(about, permission[1]) {
			t.Errorf("the help lacks %s", permission[1])
		}
	}
}

// The file doesn't add a second required_providers block to a folder. It says how to add the provider to the first one,
// as does the standard output, whose folder isn't known.
func TestAdopt(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	const block, advice = "\nterraform {", "# Add elm to the required_providers block of the folder:\n"
	if output := r.must(exitNothing, "adopt"); !strings.HasPrefix(output, advice) || strings.Contains(output, block) {
		t.Error(output)
	}
	r.write("main.tf", "terraform {\n  required_providers {\n  }\n}\n")
	output := r.must(exitNothing, "adopt", "--out", "rules.tf")
	if !strings.Contains(output, "Add elm to the required_providers block of the folder, as the file says. Then run \"terraform init\"") {
		t.Error(output)
	}
	if text := r.read("rules.tf"); !strings.HasPrefix(text, advice) || strings.Contains(text, block) {
		t.Error(text)
	}
	if output := r.must(exitNotKnown, "adopt", "--out", "none/rules.tf"); !strings.Contains(output, "--out: open none: no such") {
		t.Error(output)
	}
}

// The rule book of the module is a rule book of the report.
func TestRun_ruleBook(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	book, err := os.ReadFile("../../../examples/modules/separation-of-duties-rulebook/tests/book.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r.write("book.yaml", string(book))
	r.must(exitFindings, "run", "--rule-book", "book.yaml")
	d := r.evidence("report")
	if len(d.Risks) != 2 || d.Risks[0].ID != "P2P-1" || d.Summary.MissingRules == 0 {
		t.Errorf("%+v, %d missing", d.Risks, d.Summary.MissingRules)
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	r.must(exitFindings, "run", "--out", "before", "--as-of", day(0))
	if output := r.must(exitNothing, "diff", "before", "before/report.json"); !strings.Contains(output, "Nothing changed.") {
		t.Error(output)
	}
	if err := r.server.Tenant().Link(emulator.IncompatibleGroups, ordersPackage, contractors); err != nil {
		t.Fatal(err)
	}
	if err := r.server.Tenant().AddAssignment(emulator.Assignment{
		ID:              "a5510000-0000-4000-8000-000000000900",
		AccessPackageID: ordersPackage,
		UserID:          "05e20000-0000-4000-8000-000000000001",
	}); err != nil {
		t.Fatal(err)
	}
	r.must(exitFindings, "run", "--out", "after", "--as-of", day(0))
	output := r.must(exitFindings, "diff", "before", "after")
	if !strings.Contains(output, "## Added rules\n\n* *Orders - place* excludes *Contractors*") ||
		!strings.Contains(output, "2 holders of Orders - place") {
		t.Error(output)
	}
	none := r.evidence("after")
	none.Rules, none.Findings = nil, nil
	text, err := evidence.Encode(none)
	if err != nil {
		t.Fatal(err)
	}
	r.write("none.json", string(text))
	output = r.must(exitFindings, "diff", "after", "none.json")
	_, removed, _ := strings.Cut(output, "## Removed rules")
	if !strings.Contains(removed, "* *Orders - place* excludes *Contractors*\n") || strings.Contains(output, "## Closed") ||
		!strings.Contains(removed, "  * No longer examined, because the rule was removed: 2 holders of Orders - place") {
		t.Error(output)
	}
	r.must(exitFindings, "run", "--out", "no-gaps", "--as-of", day(0), "--no-gaps")
	if output := r.must(exitNotKnown, "diff", "after", "no-gaps"); !strings.Contains(output, "Only the old report examined gaps") ||
		strings.Contains(output, "## Closed") {
		t.Error(output)
	}
	r.write("earlier.json", strings.Replace(
		r.read("after", evidenceName), `"read_on": "`+day(0), `"read_on": "`+day(-1), 1,
	))
	if output := r.must(exitNotKnown, "diff", "after", "earlier.json"); !strings.Contains(output, "NEW is older than OLD") {
		t.Error(output)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	r.must(exitFindings, "run", "--out", "a", "--title", "Tenant A")
	r.must(exitFindings, "run", "--out", "b", "--title", "Tenant <b>B</b>")
	r.must(exitNothing, "merge", "a", "b/report.json")
	if output := r.must(exitNotKnown, "merge", "a", "b", "--out", "a/report.json"); !strings.Contains(output, "report.json exists") {
		t.Error(output)
	}
	r.evidence("a") // is still there
	page := r.read("merged.html")
	for _, want := range []string{"Tenant A", "Tenant &lt;b&gt;B&lt;/b&gt;", "<h1>Separation of duties: 2 reports</h1>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	const reviewer = "05e20000-0000-4000-8000-000000000009"
	r := newTried(t, emulator.Options{})
	attest := []string{
		"verify",
		"report",
		"--attest",
		"--reviewer",
		"Ana Ruiz",
		"--reviewer-id",
		reviewer,
		"--statement",
		"Reviewed.",
	}
	r.must(exitFindings, "run", "--changed-since", "2020-01-01")
	if output := r.must(exitNothing, "verify", "report"); !strings.Contains(output, "No one has attested") {
		t.Error(output)
	}
	if output := r.must(exitNothing, attest...); strings.Count(output, "Every file matches the manifest.") != 1 {
		t.Error(output)
	}
	if output := r.must(exitNotKnown, attest...); !strings.HasSuffix(output, "the report has an attestation; run \"elm-report verify report\" to see it\n") {
		t.Error(output)
	}
	if output := r.must(exitNothing, "verify", "report"); !strings.Contains(output, "Ana Ruiz ("+reviewer+") attested on ") {
		t.Error(output)
	}
	r.write("report/rules.csv", "none")
	if output := r.must(exitNotKnown, "verify", "report"); !strings.Contains(output, "rules.csv has changed") {
		t.Error(output)
	}
	output := r.must(exitFindings, "run", "--out", "past", "--as-of", "2026-07-01", "--changed-since", "2020-01-01")
	if !strings.Contains(output, "Tenant read on        2") || !strings.Contains(output, ", exceptions judged as of 2026-07-01\n") {
		t.Error(output)
	}
	attest[1] = "past"
	if output := r.must(exitNotKnown, append(attest, "--date", "2026-07-01")...); !strings.Contains(output, "the day on which the tenant was read") ||
		*r.evidence("past").AsOf != "2026-07-01" || !strings.Contains(r.read("past", "summary.md"), `As of 2026\-07-01. The tenant was read on 2`) {
		t.Error(output)
	}
	r.must(exitNothing, attest...)
	r.must(exitFindings, "run", "--out", "short")
	attest[1] = "short"
	for day, want := range map[string]string{
		"2999-01-01": "--date: 2999-01-01 is in the future", "2020-01-01": "the review on 2020-01-01 is before the day of the report",
	} {
		if output := r.must(exitNotKnown, append(attest, "--date", day)...); !strings.Contains(output, want) {
			t.Errorf("not a word of %q:\n%s", want, output)
		}
	}
	if output := r.must(exitNotKnown, attest...); !strings.Contains(output, "doesn't cover changes") {
		t.Error(output)
	}
}
