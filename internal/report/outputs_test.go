package report_test

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func page(t *testing.T, d *evidence.Document) string {
	t.Helper()
	text, err := report.HTML(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// elements lists the elements of a page with their attributes.
func elements(t *testing.T, page string) []html.Token {
	t.Helper()
	var found []html.Token
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return found
		case html.StartTagToken, html.SelfClosingTagToken:
			found = append(found, tokens.Token())
		default:
		}
	}
}

func attribute(token html.Token, name string) string {
	for _, a := range token.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestHTML_says(t *testing.T) {
	t.Parallel()
	text := page(t, judged())
	mustContain(t, text,
		"<title>Separation of duties</title>", "This report is incomplete", "as of <bdi>2026-11-30</bdi>",
		// Two access packages that exclude each other count once: 2 + 1 + 3.
		"<dt>Conflicts today</dt><dd>6", "<dt>Began after the rule</dt><dd>1",
		`<span class="tag critical">Critical</span> <span class="tag conflict">2 holders</span>`, "1 after the rule",
		"the oldest since 2024-01-10 (1055 days)", "by <bdi>Ana</bdi> until 2026-12-31 (31 days left) (<bdi>CHG-1</bdi>)",
		"The exception of Ben expired on 2026-10-01", "A sentence about outside.", "A sentence about frozen.",
		"without a name, which may no longer exist", "Members of group "+deleted.ID, "Risk PAY requires that",
		"accepted as a gap, but there is no such gap", "<bdi>Payments - create excludes the holders of Payments - approve",
	)
	if strings.Contains(text, "A sentence about one_way.") {
		t.Error("an accepted gap is a finding")
	}
}

// A report as of another day says when the tenant was read.
func TestReadOn(t *testing.T) {
	t.Parallel()
	for readOn, want := range map[string]bool{"2026-11-30": false, "2026-12-05": true} {
		d := of(1, judged())
		d.ReadOn = &readOn
		for form, c := range map[string]struct{ text, want string }{
			"page":          {page(t, d), "as of <bdi>2026-11-30</bdi>, read on <bdi>2026-12-05</bdi>"},
			"Markdown":      {report.Markdown(d), `As of 2026\-11-30. The tenant was read on 2026\-12-05.`},
			"summary":       {report.ShortMarkdown(d), `As of 2026\-11-30. The tenant was read on 2026\-12-05.`},
			"merged row":    {merge(t, d), "2026-11-30 <small>read on 2026-12-05</small>"},
			"merged report": {merge(t, d), "as of 2026-11-30, read on 2026-12-05</h2>"},
		} {
			if strings.Contains(c.text, c.want) != want || strings.Contains(c.text, "read on ") != want {
				t.Errorf("%s, read on %s: says %q: %t, want %t", form, readOn, c.want, !want, want)
			}
		}
	}
}

// Names are in the order in which people count, and each rule is in the list of access packages once.
func TestHTML_order(t *testing.T) {
	t.Parallel()
	text := page(t, judged())
	if strings.Index(text, "<h3><bdi>Finance 2<") > strings.Index(text, "<h3><bdi>Finance 10<") {
		t.Error("Finance 10 comes before Finance 2")
	}
	if strings.Index(text, "<h4><bdi>Clerks 9<") > strings.Index(text, "<h4><bdi>Clerks 10<") {
		t.Error("Clerks 10 come before Clerks 9")
	}
	rows := 0
	for _, element := range elements(t, text) {
		if attribute(element, "data-kind") != "" {
			rows++
		}
	}
	if rows != len(bank().Rules) {
		t.Errorf("%d rules are listed, want %d", rows, len(bank().Rules))
	}
}

// The page loads nothing, and its policy allows its own script and style alone.
func TestHTML_selfContained(t *testing.T) {
	t.Parallel()
	text := page(t, judged())
	for _, element := range elements(t, text) {
		for _, a := range element.Attr {
			if a.Key == "src" || strings.HasPrefix(a.Key, "on") || a.Key == "style" ||
				a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("%s has %s=%q", element.Data, a.Key, a.Val)
			}
		}
		if attribute(element, "http-equiv") == "" {
			continue
		}
		want := regexp.MustCompile(
			`^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; ` +
				`base-uri 'none'; form-action 'none'$`,
		)
		if policy := attribute(element, "content"); !want.MatchString(policy) {
			t.Errorf("the policy is %q", policy)
		}
	}
	if found := regexp.MustCompile(`@import|url\(`).FindString(text); found != "" {
		t.Errorf("the style has %q", found)
	}
}

// A reader must know that the numbers include holders who don't have everything yet.
func TestIncludeDelivering(t *testing.T) {
	t.Parallel()
	const note = "assignments that are being delivered"
	for _, included := range []bool{true, false} {
		d := judged()
		d.IncludeDelivering = included
		merged, err := report.Merged([]*evidence.Document{d})
		if err != nil {
			t.Fatal(err)
		}
		for output, text := range map[string]string{
			"page": page(t, d), "Markdown": report.Markdown(d), "summary": report.ShortMarkdown(d), "merged": string(merged),
		} {
			if strings.Contains(text, note) != included {
				t.Errorf("%s, included %t: no note, or a wrong one", output, included)
			}
		}
	}
}

func TestHTML_empty(t *testing.T) {
	t.Parallel()
	d := &evidence.Document{Title: "Nothing"}
	decision.Apply(d, &decision.Set{}, time.Now())
	text := page(t, d)
	mustContain(t, text, "There are no rules.")
	if strings.Contains(text, "<script>") {
		t.Error("an empty page has a script")
	}
	mustContain(t, report.Markdown(d), "There are no rules.")
}

// A tenant whose rules are all gone has the most to show.
func TestHTML_withoutRules(t *testing.T) {
	t.Parallel()
	d := judged()
	d.Rules, d.Gaps = nil, nil
	decision.Apply(d, &decision.Set{
		Exceptions: map[string]decision.Exception{"a/b": {Holders: 1, Owner: "Ana Ruiz", Expires: "2026-01-01"}},
		Risks:      map[string]decision.Risk{"P2P-9": {Severity: evidence.SeverityCritical, Rules: []string{"a/b"}}},
	}, time.Now())
	text := page(t, d)
	mustContain(t, text, "There are no rules.", "Risk P2P-9 requires", "1 missing", "The exception of Ana Ruiz", `id="findings"`)
	_, changes, _ := strings.Cut(text, `id="changes"`)
	if n := strings.Count(changes, `, by <code>`); len(d.Changes) == 0 || n == 0 {
		t.Errorf("%d of %d changes", n, len(d.Changes))
	}
}

func TestMarkdown_says(t *testing.T) {
	t.Parallel()
	text := report.Markdown(judged())
	mustContain(
		t,
		text,
		"# Separation of duties\n",
		"**This report is incomplete:** something couldn't be read or counted.",
		"* **Control failed:** 1 holder of Payments - create also holds Payments - approve, and the conflict began",
		"* **Conflict:** 2 holders of Payments - create also hold Payments - approve. (critical)",
		"the oldest since 2024-01-10",
		"* **Unknown:** 1 holder of Vendors - maintain",
		"## Accepted conflicts",
		"by Ana until 2026\\-12-31",
		"* **Not read:** Members of group",
		"x--x |2|",
		"access package, one-way | 3 |",
		"\n## Changes\n",
	)
	if rows := len(
		regexp.MustCompile(`(?m)^\| .* \| (members|holders) of .* \| .* \| (\d+|\d+, \d+ unknown|not counted) \| .* \|$`).FindAllString(text, -1),
	); rows != len(bank().Rules) {
		t.Errorf("%d rules are in the table, want %d", rows, len(bank().Rules))
	}
}

// The short form counts the findings that it leaves out.
func TestShortMarkdown(t *testing.T) {
	t.Parallel()
	mustContain(t, report.ShortMarkdown(judged()), "Every rule and the changes are in the full report.", "* **Not read:**")
	d := bank()
	d.Gaps = nil
	for i := range 3000 {
		d.Gaps = append(
			d.Gaps,
			evidence.Gap{ID: "bypass " + id("gap00000", i), Kind: evidence.GapBypass, Description: strings.Repeat("😀", i%60)},
		)
	}
	decision.Apply(d, decisions(), time.Time{})
	text := report.ShortMarkdown(d)
	if n := len([]rune(text)); n > report.CommentLimit || n < report.CommentLimit/3 {
		t.Errorf("it has %d characters", n)
	}
	left := regexp.MustCompile(`\n(\d+) more findings`).FindStringSubmatch(text)
	shown := strings.Count(text, "\n* **")
	lines := len(d.Findings) + len(d.NotRead) + 1 // the rule that isn't counted is a line too
	if left == nil || left[1] != strconv.Itoa(lines-shown) {
		t.Errorf("%d of %d are shown, left out: %v", shown, lines, left)
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	findings := len(judged().Findings)
	for table, rows := range map[string]int{"rules": 8, "conflicts": 2 + 2 + 1 + 3, "gaps": 9, "findings": findings, "changes": 2} {
		text, err := report.CSV(judged(), table, report.TableOptions{Separator: ';', ByteOrderMark: true})
		if err != nil {
			t.Fatal(err)
		}
		after, marked := bytes.CutPrefix(text, []byte("\ufeff"))
		reader := csv.NewReader(bytes.NewReader(after))
		reader.Comma = ';'
		read, err := reader.ReadAll()
		if err != nil || !marked || len(read) != rows+1 {
			t.Errorf("%s: %d rows with mark %v, want %d: %v\n%s", table, len(read)-1, marked, rows, err, text)
		}
	}
	if _, err := report.CSV(judged(), "people", report.TableOptions{}); err == nil {
		t.Error("there is a table of people")
	}
}

// The order of lists in the evidence must not matter, nor whether it was written and read in between.
func TestSameEvidenceSameBytes(t *testing.T) {
	t.Parallel()
	outputs := func(d *evidence.Document) string {
		text, err := evidence.Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		read, err := evidence.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		return page(t, read) + report.Markdown(read) + report.ShortMarkdown(read)
	}
	want := outputs(judged())
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		d := bank()
		random.Shuffle(len(d.Rules), func(i, j int) { d.Rules[i], d.Rules[j] = d.Rules[j], d.Rules[i] })
		random.Shuffle(len(d.Catalogs), func(i, j int) { d.Catalogs[i], d.Catalogs[j] = d.Catalogs[j], d.Catalogs[i] })
		random.Shuffle(len(d.Gaps), func(i, j int) { d.Gaps[i], d.Gaps[j] = d.Gaps[j], d.Gaps[i] })
		decision.Apply(d, decisions(), time.Time{})
		if got := outputs(d); got != want {
			t.Fatal("another order gives another report")
		}
	}
}

// A rule that couldn't be counted makes a report incomplete, even if everything was read.
func TestHTML_notCounted(t *testing.T) {
	t.Parallel()
	d := judged()
	d.NotRead = nil
	mustContain(t, page(t, d), "This report is incomplete", "The group no longer exists.")
	mustContain(t, report.ShortMarkdown(d), "This report is incomplete")
}
