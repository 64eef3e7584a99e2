package display_test

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// No attack comes through a line of plain text, and letters do.
func TestLine_hostile(t *testing.T) {
	t.Parallel()
	for _, name := range hostile.Names {
		for _, line := range []string{display.Name(name.Text).String(), display.Message(name.Text).String()} {
			if err := hostile.InText(line); err != nil || strings.Contains(line, "\n") || !utf8.ValidString(line) {
				t.Errorf("%s: %q, %v", name.Attack, line, err)
			}
		}
		if strings.Contains(name.Text, "Payments") != strings.Contains(display.Name(name.Text).String(), "Payments") {
			t.Errorf("%s: %q lost its letters", name.Attack, display.Name(name.Text))
		}
	}
}

// Harmless names stay as they are, in any script.
func TestLine_harmless(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Payments - approve", "Zahlungen (Köln)", "支払い承認", "الموافقة على الدفع", "Cafe\u0301 #1", "a::b", "50% & more",
	} {
		if got := display.Name(name).String(); got != name {
			t.Errorf("%q became %q", name, got)
		}
	}
}

// An object with an invisible name appears by its ID.
func TestLine_Or(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"Payments", "Payments"}, {"", "id"}, {" \u200b\u3164\n", "id"}} {
		name, want := c[0], c[1]
		if got := display.Name(name).Or("id"); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
}

// Names are short and messages longer.
func TestLine_length(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", 5000)
	if name, message := display.Name(long).String(), display.Message(long).String(); utf8.RuneCountInString(name) != 81 || utf8.RuneCountInString(message) != 1001 {
		t.Errorf("a name of %d characters, a message of %d", utf8.RuneCountInString(name), utf8.RuneCountInString(message))
	}
}

// live is what GitHub, GitLab and Azure DevOps turn into something else than text.
var live = regexp.MustCompile("(^|[^\\\\])[`*_\\[\\]<>|~]|://|(?i:www\\.)|mailto:\\pL|[@#!][\\pL\\pN]|^(#|-|\\+|\\d+\\.) |&(lt|#)")

// Nothing in a name is formatted, linked or mentions anyone.
func TestMarkdown_hostile(t *testing.T) {
	t.Parallel()
	for _, name := range hostile.Names {
		text := display.NewMarkdown(name.Text).String()
		if found := live.FindString(text); found != "" || strings.ContainsAny(text, "\n\r\x1b") {
			t.Errorf("%s: %q holds %q", name.Attack, text, found)
		}
	}
	if got := display.NewMarkdown("Payments - approve, 2nd floor").String(); got != "Payments - approve, 2nd floor" {
		t.Errorf("a harmless name became %q", got)
	}
}

// No cell begins like a formula, whatever separator the file is split at.
func TestCell_hostile(t *testing.T) {
	t.Parallel()
	for _, name := range hostile.Names {
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		if err := w.Write([]string{display.NewCell(name.Text).String(), "end"}); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		for _, separator := range []string{",", ";", "\t", "|"} {
			for field := range strings.SplitSeq(file.String(), separator) {
				if field = strings.TrimLeft(field, "\"' "); field != "" && strings.IndexAny(field, "=+-@") == 0 && !strings.Contains(file.String(), "'"+field[:1]) {
					t.Errorf("%s: %q split at %q gives %q", name.Attack, file.String(), separator, field)
				}
			}
		}
	}
	for raw, want := range map[string]string{"=1": "'=1", "a;=1": "a;'=1", "a - b": "a - b", "-1": "'-1", "a,\"@x": "a,\"'@x"} {
		if got := display.NewCell(raw).String(); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
}

// Names sort as people count, in any order that they come in.
func TestCompare(t *testing.T) {
	t.Parallel()
	want := []string{"", "1", "Duty", "duty 2", "Duty 02b", "Duty 10", "Duty 100000000000000000000", "Duty 100000000000000000001", "Vendors", "Ärger"}
	got := slices.Clone(want)
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		random.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		if slices.SortFunc(got, display.Compare); !slices.Equal(got, want) {
			t.Fatalf("sorted as %q", got)
		}
	}
}
