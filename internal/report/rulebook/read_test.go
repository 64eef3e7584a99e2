package rulebook_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report/rulebook"
)

const (
	module = "../../../examples/modules/separation-of-duties-rulebook/"

	create  = "ac000000-0000-4000-8000-000000000001"
	approve = "ac000000-0000-4000-8000-000000000002"
	vendors = "ac000000-0000-4000-8000-000000000003"

	approvers   = "96000000-0000-4000-8000-000000000002"
	maintenance = "96000000-0000-4000-8000-000000000003"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The rules of a risk are those that the module makes of the same book (TestAccRulebook).
func TestRisks(t *testing.T) {
	t.Parallel()
	risks, err := rulebook.Risks(read(t, module+"tests/book.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string][]string{
		"P2P-1": {approve + "/" + maintenance, approve + "/" + vendors, vendors + "/" + approvers, vendors + "/" + approve},
		"P2P-2": {create + "/" + approvers, create + "/" + approve, approve + "/" + create},
	} {
		if got := risks[id].Rules; !slices.Equal(got, want) {
			t.Errorf("%s has the rules %q\nwant %q", id, got, want)
		}
	}
	if r := risks["P2P-1"]; r.Severity != "critical" || r.Owner == "" || r.CompensatingControl == "" ||
		len(r.References) != 1 {
		t.Errorf("the risk is %+v", r)
	}
	if sample, err := rulebook.Risks(read(t, module+"book.yaml")); err != nil || len(sample) == 0 {
		t.Errorf("the sample book has %d risks: %v", len(sample), err)
	}
}

func TestRisks_mistakes(t *testing.T) {
	t.Parallel()
	text := string(read(t, module+"tests/book.yaml"))
	const functions = "[maintain vendors, release payments]"
	for name, c := range map[string]struct{ old, replacement, want string }{
		"unknown function":     {functions, "[maintain vendors, relaese payments]", `"relaese payments" isn't in functions`},
		"function named twice": {functions, "[release payments, maintain vendors, release payments]", `"release payments" is named twice`},
		"no owner":             {"    owner:", "    # owner:", "a risk needs an owner"},
		"one function":         {functions, "[maintain vendors]", "a risk needs two functions"},
		"shared access package": {
			"    access_packages: [vendors - maintain]", "    access_packages: [vendors - maintain, payments - approve]",
			`risks["P2P-1"].functions: "payments - approve" is in "maintain vendors" and "release payments", so it grants both functions; split it`,
		},
		"shared group": {
			"[vendor maintenance]", "[vendor maintenance, payment approvers]",
			`"payment approvers" is in "maintain vendors" and "release payments"`,
		},
		"shared ID": {
			"ac000000-0000-4000-8000-000000000003", "AC000000-0000-4000-8000-000000000002",
			`"vendors - maintain" in "maintain vendors" and "payments - approve" in "release payments" have the same ID`,
		},
		"unknown access package": {"[payments - create]", "[payments - enter]", `"payments - enter" isn't in access_packages`},
		"unknown group":          {"[payment approvers]", "[approvers]", `"approvers" isn't in groups`},
		"no GUID":                {"AC000000-0000-4000-8000-000000000001", "Payments", `"Payments" isn't a GUID`},
		"misspelled word":        {"compensating_control:", "compensating_controls:", "compensating_controls"},
		"word given twice":       {"groups:\n  payment", "groups:\n  vendor maintenance: x\n  payment", "vendor maintenance"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(text, c.old) {
				t.Fatalf("the book has no %q", c.old)
			}
			_, err := rulebook.Risks([]byte(strings.Replace(text, c.old, c.replacement, 1)))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// The conflict check's files are read as they are, and so are dates without quotes.
func TestExceptions(t *testing.T) {
	t.Parallel()
	exceptions, err := rulebook.Exceptions(read(t, "../../../examples/conflict-check/exceptions.json"))
	if err != nil || len(exceptions) != 1 {
		t.Fatalf("%v, %v", exceptions, err)
	}
	accepted, err := rulebook.AcceptedGaps(read(t, "../../../examples/conflict-check/accepted-gaps.json"))
	if err != nil || len(accepted) != 1 {
		t.Fatalf("%v, %v", accepted, err)
	}
	exceptions, err = rulebook.Exceptions([]byte("a/b: {holders: 1, owner: Ana, reason: On call, expires: 2027-03-31}"))
	if err != nil || exceptions["a/b"].Expires != "2027-03-31" {
		t.Errorf("%+v, %v", exceptions, err)
	}
	if _, err = rulebook.Exceptions([]byte("a/b: {holder: 1}")); err == nil {
		t.Error("a misspelled word isn't an error")
	}
	if none, err := rulebook.Exceptions([]byte("\n")); err != nil || none != nil {
		t.Errorf("an empty file has %v, %v", none, err)
	}
}

// A rule book without content would give a report without risks.
func TestRisks_empty(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "# later\n", "{}", "risks: {}"} {
		if risks, err := rulebook.Risks([]byte(text)); err == nil || !strings.Contains(err.Error(), "no risks") {
			t.Errorf("%q: %v, %v", text, risks, err)
		}
	}
}

// A file without exceptions is a file, whatever its comments say, and errors are in the words of the file.
func TestExceptions_forms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                  "",
		"# none\n":                          "",
		"---\n":                             "",
		"\ufeffa/b: {holders: 1}":           "",
		"- a/b":                             "the file must be a map of exceptions by the import ID of the rule",
		"a/b: {holder: 1}":                  `line 1: there is no property "holder"`,
		"a/b: on call":                      `line 1: "on call" must be a map of properties`,
		"\na/b: {holders: many}":            `line 2: "many" must be a whole number`,
		"a/b: {owner: [Ana]}":               "line 1: the value must be a text",
		"a/b: {holders: 1}\na/b: {}":        `line 2: mapping key "a/b" already defined at line 1`,
		"a/b: {holders: 1}\n---\nc/d: {}\n": "the file has several documents; write one",
		"a: [":                              "the file is neither YAML nor JSON",
	} {
		_, err := rulebook.Exceptions([]byte(text))
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := rulebook.AcceptedGaps([]byte("a: b")); err == nil || !strings.Contains(err.Error(), "must be a list of IDs") {
		t.Error(err)
	}
}
