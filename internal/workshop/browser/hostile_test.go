package browser_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/browser"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// named is a tenant in which every access package, group and catalog has the names.
func named(names []string) *evidence.Document {
	d := &evidence.Document{Title: names[0]}
	for i, name := range names {
		object := func(prefix string) evidence.Object {
			return evidence.Object{ID: fmt.Sprintf("%s-0000-4000-8000-%012d", prefix, i), Name: &name}
		}
		catalog := object("f1a0c000")
		d.Catalogs = append(d.Catalogs, catalog)
		d.Rules = append(d.Rules, browser.Rule(catalog, object("ac000000"), object("96000000"), i%3))
	}
	decision.Apply(d, &decision.Set{MaxDays: decision.DefaultMaxDays}, time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC))
	return d
}

// The name of a group can't add an element, a link or a script to the page.
func TestHostile(t *testing.T) {
	t.Parallel()
	var attacks, harmless []string
	for i, name := range hostile.Names {
		attacks = append(attacks, fmt.Sprintf("%s %02d", name.Text, i))
		harmless = append(harmless, fmt.Sprintf("Harmless %02d", i))
	}
	const elements = `[...document.querySelectorAll("*")].map((e) => e.tagName + " " + e.getAttributeNames().join(" ")).sort().join("\n")`
	shape := func(r *reader) string {
		r.do(filterBy("words", "0"), filterBy("words", ""))
		found, err := browser.Ask[string](r.tab, elements)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	bad := open(t, named(attacks), desktop)
	got, want := shape(bad), shape(open(t, named(harmless), desktop))
	if got != want {
		t.Errorf("hostile names make other elements:\n%s\nwant\n%s", counted(got), counted(want))
	}
	bad.want("[]", `[...document.querySelectorAll("a")].map((e) => e.getAttribute("href")).filter((href) => !href.startsWith("#"))`)
	bad.want("true", `document.querySelectorAll("#matrix bdi").length > 80`)
	bad.want("[]", `[...document.querySelectorAll("bdi, option, title")].filter((e) => /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(e.textContent)).map((e) => e.textContent)`)

	// Each can be found by its name.
	bad.do(filterBy("words", "<script>alert(1)</script>"))
	bad.want(fmt.Sprintf("1 of %d rules", len(attacks)), countLine)
}

// counted counts equal lines.
func counted(text string) string {
	counts := map[string]int{}
	for line := range strings.SplitSeq(text, "\n") {
		counts[line]++
	}
	return fmt.Sprint(counts)
}
