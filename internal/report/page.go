package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

//go:embed page/*.tmpl
var files embed.FS

//go:embed page/page.css
var style template.CSS

//go:embed page/page.js
var script template.JS

// HTML makes the page. It needs no network and no other file: a content security policy allows its own script and
// style alone, by their hashes.
func HTML(d *evidence.Document) ([]byte, error) {
	s := sort(d)
	page, err := template.New("page.html.tmpl").Funcs(s.functions()).ParseFS(files, "page/*.tmpl")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		*sorted

		Policy string
		Style  template.CSS
		Script template.JS
	}{
		sorted: s, Style: style, Script: script,
		Policy: fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
			hash(string(style)), hash(string(script))),
	})
	return out.Bytes(), err
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// functions are what the templates call.
func (s *sorted) functions() template.FuncMap {
	return template.FuncMap{
		// Text of the tenant, of the rule book, and of the audit log. The page escapes it, too.
		"name": s.name, "scope": scope, "text": display.Message, "change": s.change, "subject": s.subject,

		"count": counted, "title": title, "deref": func(text *string) string { return *text }, "known": evidence.Known,
		"age": s.age, "after": afterRule, "remaining": s.remaining, "moment": moment, "readLater": readLater,
		"isGroup": isGroup, "unnamed": unnamed,
		"isRemoval": func(c evidence.Change) bool { return c.Operation == evidence.OperationRemoved },

		"severities": func() []evidence.Severity { return evidence.Severities },
		"gapKinds":   func() []evidence.GapKind { return evidence.GapKinds },
		"gaps":       s.gapsByPackage,
		"first":      func(n int, rules []*evidence.Rule) []*evidence.Rule { return rules[:min(n, len(rules))] },
		"byPackage":  s.byPackage,
		"exceptions": s.exceptionsOf,

		"missing":        func(any) []*evidence.Finding { return s.ofKind(evidence.FindingMissing) },
		"exceptional":    func(any) []*evidence.Finding { return s.ofKind(evidence.FindingException) },
		"unknownHolders": func(any) []*evidence.Finding { return s.ofKind(evidence.FindingUnknown) },
		"notAsked":       func(any) int { return s.notAsked() },
		"notCounted":     func(any) []*evidence.Rule { return s.notCounted() },
	}
}

func title(s evidence.Severity) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(string(s[:1])) + string(s[1:])
}

// byPackage groups rules by access package, those of each in the order given.
func (s *sorted) byPackage(rules []*evidence.Rule) []*accessPackage {
	grouped := map[string][]*evidence.Rule{}
	for _, r := range rules {
		grouped[r.AccessPackage.ID] = append(grouped[r.AccessPackage.ID], r)
	}
	var found []*accessPackage
	for _, c := range s.ByCatalog {
		for _, p := range c.Packages {
			if grouped[p.ID] != nil {
				found = append(found, &accessPackage{ID: p.ID, Rules: grouped[p.ID]})
			}
		}
	}
	return found
}

// gapsOfKind are the open gaps of a kind by access package.
type gapsOfKind struct {
	Heading, Explanation string
	Count                int
	Packages             []gapsOfPackage
}

type gapsOfPackage struct {
	ID   string
	Gaps []*evidence.Gap
}

// gapsByPackage is nil for a kind without open gaps.
func (s *sorted) gapsByPackage(kind evidence.GapKind) *gapsOfKind {
	gaps := s.openGaps(kind)
	if len(gaps) == 0 {
		return nil
	}
	found := &gapsOfKind{Heading: gapWords[kind].heading, Explanation: gapWords[kind].explanation, Count: len(gaps)}
	for _, g := range gaps {
		if n := len(found.Packages); n == 0 || found.Packages[n-1].ID != g.AccessPackage.ID {
			found.Packages = append(found.Packages, gapsOfPackage{ID: g.AccessPackage.ID})
		}
		last := &found.Packages[len(found.Packages)-1]
		last.Gaps = append(last.Gaps, g)
	}
	return found
}
