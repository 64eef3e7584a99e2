package browser_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/browser"
)

var chromium *browser.Browser // for all tests

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if chromium, err = browser.Start(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer chromium.Stop()
		return m.Run()
	}())
}

var desktop = browser.Window{Width: 1280, Height: 900}

// reader is a test that uses a page.
type reader struct {
	*testing.T

	tab *browser.Tab
}

// open shows a page. At the end of the test it must have made no request, no error and no dialog.
func open(t *testing.T, d *evidence.Document, w browser.Window) *reader {
	t.Helper()
	content, err := report.HTML(d)
	if err != nil {
		t.Fatal(err)
	}
	tab, err := chromium.Open(t.TempDir(), content, w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, problem := range tab.Problems() {
			t.Errorf("the page made %s", problem)
		}
		tab.Close()
	})
	return &reader{t, tab}
}

func (r *reader) do(actions ...browser.Action) {
	r.Helper()
	if err := r.tab.Do(actions...); err != nil {
		r.Fatal(err)
	}
}

// want evaluates a script, whose answer must be this one.
func (r *reader) want(answer, script string) {
	r.Helper()
	got, err := browser.Ask[any](r.tab, script)
	if err != nil {
		r.Fatalf("%s: %v", script, err)
	}
	if text := fmt.Sprint(got); text != answer {
		r.Errorf("%s is %s, want %s", script, text, answer)
	}
}

// Scripts that query the page. A visible rule is outside of folded lists and hidden elements.
const (
	countLine = `document.querySelector("output").value`
	listed    = `new Set([...document.querySelectorAll("#packages [data-rule]:not([hidden])")].map((e) => e.dataset.rule)).size`
	marks     = `document.querySelectorAll("#matrix td i").length`
	focused   = `document.activeElement.name || document.activeElement.className || document.activeElement.tagName`
)

func filterBy(field, value string) browser.Action {
	return browser.Script(fmt.Sprintf(`{ const e = document.querySelector(".filter").elements[%q]; e.value = %q; e.dispatchEvent(new Event("input", { bubbles: true })) }`, field, value))
}

func TestFilter(t *testing.T) {
	t.Parallel()
	bank := browser.Bank()
	r := open(t, bank, desktop)
	all := len(bank.Rules)
	r.want(fmt.Sprintf("%d rules", all), countLine)
	r.want(fmt.Sprint(all), listed)

	// Names, in any case, of either side.
	vendors := 0
	for _, rule := range bank.Rules {
		if strings.Contains(strings.ToLower(*rule.AccessPackage.Name+"\n"+*rule.Target.Name), "vendor") {
			vendors++
		}
	}
	r.do(chromedp.SendKeys(`[name="words"]`, "VENDOR"))
	r.want(fmt.Sprintf("%d of %d rules", vendors, all), countLine)
	r.want(fmt.Sprint(vendors), listed)
	r.want(fmt.Sprint(vendors), marks)
	r.do(chromedp.Click(`.filter button[type="reset"]`))
	r.do(chromedp.Poll[chromedp.Void](countLine + ` === "` + fmt.Sprintf("%d rules", all) + `"`))

	for _, c := range []struct {
		field, value string
		matches      func(*evidence.Rule) bool
	}{
		{"kind", "group", func(r *evidence.Rule) bool { return r.Kind == evidence.KindGroup }},
		{"catalog", bank.Catalogs[1].ID, func(r *evidence.Rule) bool { return r.Catalog.ID == bank.Catalogs[1].ID }},
		{"severity", "critical", func(r *evidence.Rule) bool { return r.Severity != nil && *r.Severity == evidence.SeverityCritical }},
		{"severity", "none", func(r *evidence.Rule) bool { return r.Severity == nil }},
		{"words", bank.Rules[3].ImportID, func(r *evidence.Rule) bool { return r.ImportID == bank.Rules[3].ImportID }},
		{"words", "no such rule", func(*evidence.Rule) bool { return false }},
	} {
		want := 0
		for i := range bank.Rules {
			if c.matches(&bank.Rules[i]) {
				want++
			}
		}
		r.do(filterBy(c.field, c.value))
		r.want(fmt.Sprintf("%d of %d rules", want, all), countLine)
		r.want(fmt.Sprint(want), listed)
		r.want(fmt.Sprint(want == 0), `!document.querySelector("#no-match").hidden`)
		r.do(filterBy(c.field, ""))
	}
	conflicts := 0
	for _, rule := range bank.Rules {
		if rule.Conflicts != nil && rule.Conflicts.Total > 0 {
			conflicts++
		}
	}
	r.do(chromedp.Click(`[name="conflicts"]`))
	r.want(fmt.Sprintf("%d of %d rules", conflicts, all), countLine)
}

// A filter unfolds the lists, and the end of the filter folds them again. A link into a folded list unfolds it.
func TestFold(t *testing.T) {
	t.Parallel()
	bank := browser.Bank()
	r := open(t, bank, desktop)
	const folded = `document.querySelectorAll(".list details:not([open])").length`
	before, err := browser.Ask[float64](r.tab, folded)
	if err != nil || before == 0 {
		t.Fatalf("%v lists are folded: %v", before, err)
	}
	id, err := browser.Ask[string](r.tab, `document.querySelector(".list details:not([open])").id`)
	if err != nil {
		t.Fatal(err)
	}
	first := `details[id="` + id + `"]`
	r.do(browser.Script(`document.querySelector('`+first+`').scrollIntoView({ block: "center" })`), chromedp.Click(first+" > summary"))
	r.want("true", `document.querySelector('`+first+`').open`)
	r.do(chromedp.Click(first + " > summary"))
	r.want("false", `document.querySelector('`+first+`').open`)
	r.do(filterBy("words", "trades"))
	r.want("0", folded)
	r.do(filterBy("words", ""))
	r.want(fmt.Sprint(before), folded)
	r.do(browser.Script(`location.hash = "`+id+`"`), chromedp.Poll[chromedp.Void](`document.querySelector('`+first+`').open`))
}

// press presses a key as a keyboard does: the text follows unless the page prevents it.
func press(key, text string) browser.Action {
	return browser.Send(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: text})
}

// Everything works without a mouse.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	r := open(t, browser.Bank(), desktop)
	r.do(chromedp.KeyEvent(kb.Tab))
	r.want("skip", focused)
	r.do(press("/", "/"))
	r.want("words", focused)
	r.want("", `document.activeElement.value`)
	r.do(press("/", "/"))
	r.want("/", `document.activeElement.value`)
	r.do(chromedp.KeyEvent(kb.Tab))
	r.want("severity", focused)
	r.do(filterBy("words", ""), browser.Script(`document.querySelector(".list details:not([open]) > summary").focus()`), press("Enter", "\r"))
	r.want("true", `document.activeElement.parentElement.open`)
	r.want("0", `document.querySelector("#matrix .scroll").tabIndex`)
}

// The matrix has a mark for each rule, with the number in conflict, and stands back when it would be too large to read.
func TestMatrix(t *testing.T) {
	t.Parallel()
	bank := browser.Bank()
	r := open(t, bank, desktop)
	r.want(fmt.Sprint(len(bank.Rules)), marks)
	for _, rule := range bank.Rules {
		want := ""
		if rule.Conflicts == nil {
			want = "hollow"
		} else if want = "mark"; rule.Conflicts.Total > 0 {
			want = fmt.Sprintf("number%d", rule.Conflicts.Total)
		}
		r.want(want, fmt.Sprintf(`(({ className, textContent }) => className + textContent)(document.querySelector('#matrix td[title="%s and %s"] i'))`,
			*rule.AccessPackage.Name, *rule.Target.Name))
	}
	large := browser.Large(1000)
	r = open(t, large, desktop)
	r.want("false", `document.querySelector(".too-many").hidden`)
	r.want("0", marks)
	r.do(chromedp.Click(`.too-many button[value="` + large.Catalogs[1].ID + `"]`))
	r.want("100 of 1000 rules", countLine)
	r.want("catalog", focused)
}

// Two catalogs with the same name have a heading each.
func TestMatrix_sameName(t *testing.T) {
	t.Parallel()
	bank := browser.Bank()
	name := "Finance"
	for i := range bank.Catalogs {
		bank.Catalogs[i].Name = &name
	}
	for i := range bank.Rules {
		bank.Rules[i].Catalog.Name = &name
	}
	r := open(t, bank, desktop)
	r.want(fmt.Sprint(len(bank.Catalogs)), `document.querySelectorAll("#matrix tr.catalog").length`)
}

// A link to a part of the page shows its heading, which the bar at the top doesn't cover.
func TestLinks(t *testing.T) {
	t.Parallel()
	r := open(t, browser.Bank(), desktop)
	for _, part := range []string{"findings", "risks", "matrix", "packages", "groups"} {
		r.do(browser.Script(`document.querySelector('nav a[href="#` + part + `"]').click()`))
		r.want("true", `document.querySelector("#`+part+` h2").getBoundingClientRect().top >= document.querySelector(".bar").getBoundingClientRect().bottom`)
	}
}

// Paper has no filter and no folded list.
func TestPrint(t *testing.T) {
	t.Parallel()
	r := open(t, browser.Bank(), desktop)
	if pdf, err := r.tab.Print(); err != nil || !strings.HasPrefix(string(pdf), "%PDF") {
		t.Errorf("nothing was printed: %v", err)
	}
	r.want("0", `document.querySelectorAll("details:not([open])").length`)
	r.do(browser.Send(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	r.want("none", `getComputedStyle(document.querySelector(".bar")).display`)
	r.want("true", `document.querySelector("#matrix").checkVisibility()`)
}

// On a phone nothing is wider than the window.
func TestPhone(t *testing.T) {
	t.Parallel()
	r := open(t, browser.Bank(), browser.Window{Width: 375, Height: 800})
	r.want("375", `document.documentElement.scrollWidth`)
	r.want("false", `document.querySelector("#matrix").checkVisibility()`)
	r.do(filterBy("words", "vendor"))
	r.want("375", `document.documentElement.scrollWidth`)
	r.want("[]", `[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && !e.matches(".unseen, .skip") && e.getBoundingClientRect().right > 376).map((e) => e.outerHTML.slice(0, 80))`)
}

// Without JavaScript, the lists show every rule, and every visible control works.
func TestNoScript(t *testing.T) {
	t.Parallel()
	bank := browser.Bank()
	w := desktop
	w.NoScript = true
	r := open(t, bank, w)
	r.want("true", `document.querySelector("noscript").checkVisibility()`)
	r.want("false", `document.querySelector(".bar").checkVisibility()`)
	r.want("false", `document.querySelector("#matrix").checkVisibility()`)
	r.want(fmt.Sprint(len(bank.Rules)), listed)
}

// Large tenants are found, filtered and counted. How long that takes is in the benchmark.
func TestLarge(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1000, 5000} {
		r := open(t, browser.Large(n), desktop)
		r.want(fmt.Sprintf("%d rules", n), countLine)
		r.do(filterBy("words", "process 3 - approve"))
		r.want(fmt.Sprintf("5 of %d rules", n), countLine)
		r.want("5", listed)
	}
}
