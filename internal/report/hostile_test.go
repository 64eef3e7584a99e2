package report_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// attacked puts an attack in front of every text of the evidence: names, IDs, sentences, days, and what the rule book
// says.
func attacked(text string) *evidence.Document {
	d := judged()
	attack(reflect.ValueOf(d), text, map[uintptr]bool{})
	return d
}

func attack(v reflect.Value, text string, seen map[uintptr]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] { // objects of the fixture are shared
			copied := reflect.New(v.Type().Elem())
			copied.Elem().Set(v.Elem())
			attack(copied.Elem(), text, seen)
			if v.CanSet() {
				v.Set(copied)
			} else {
				v.Elem().Set(copied.Elem())
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				attack(v.Field(i), text, seen)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			attack(v.Index(i), text, seen)
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && v.String() != "" {
			v.SetString(text + " " + v.String())
		}
	default:
	}
}

// skeleton is what a page is made of without its text: elements, and the names of their attributes.
func skeleton(t *testing.T, page string) string {
	t.Helper()
	var names strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return names.String()
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			token := tokens.Token()
			fmt.Fprintf(&names, "%v %s", token.Type, token.Data)
			for _, a := range token.Attr {
				fmt.Fprintf(&names, " %s", a.Key)
			}
			names.WriteString("\n")
		case html.CommentToken:
			names.WriteString("comment\n")
		default:
		}
	}
}

// visible is the text of a page.
func visible(page string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(page[strings.Index(page, "</style>"):strings.Index(page, "<script>")]))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		if kind == html.TextToken {
			text.WriteString(tokens.Token().Data)
		}
	}
	return text.String()
}

// No text of a tenant adds an element, an attribute, or a comment to the page.
func TestHTML_hostile(t *testing.T) {
	t.Parallel()
	want := skeleton(t, page(t, attacked("Harmless")))
	for _, name := range hostile.Names {
		text := page(t, attacked(name.Text))
		if got := skeleton(t, text); got != want && len(name.Text) < 500 {
			t.Errorf("%s changes the page", name.Attack)
		}
		if err := hostile.InText(visible(text)); err != nil {
			t.Errorf("%s: %v", name.Attack, err)
		}
	}
}

var (
	escaped  = regexp.MustCompile(`\\[[:punct:]]`)
	emphasis = regexp.MustCompile(`[^\n*` + "`" + `_~<>\[\]|#:-]+`)
)

// No text of a tenant adds a line, a link, or emphasis to the Markdown.
func TestMarkdown_hostile(t *testing.T) {
	t.Parallel()
	shape := func(text string) string { return emphasis.ReplaceAllString(escaped.ReplaceAllString(text, "x"), "x") }
	lines := func(text string) int { return strings.Count(text, "\n") }
	whole, short := report.Markdown(attacked("Harmless")), report.ShortMarkdown(attacked("Harmless"))
	for _, name := range hostile.Names {
		text := report.Markdown(attacked(name.Text))
		if err := hostile.InText(strings.ReplaceAll(text, "\u2060", "")); err != nil {
			t.Errorf("%s: %v", name.Attack, err)
		}
		if got := lines(text); got != lines(whole) {
			t.Errorf("%s: %d lines, want %d", name.Attack, got, lines(whole))
		}
		if got := lines(report.ShortMarkdown(attacked(name.Text))); got != lines(short) && len(name.Text) < 500 {
			t.Errorf("%s: %d lines in the short form, want %d", name.Attack, got, lines(short))
		}
		for line := range strings.Lines(shape(text)) {
			if strings.ContainsAny(line, "<>[]~") && !strings.HasPrefix(line, "x--x") && !mermaid(line) {
				t.Errorf("%s: %q is formatted", name.Attack, line)
			}
		}
	}
}

// mermaid reports whether a line is one of the diagram, which brackets a node and an edge.
func mermaid(line string) bool {
	return strings.HasPrefix(line, "x[") || strings.HasPrefix(line, "x([") || strings.Contains(line, "--x")
}

// Inside the quotes of the diagram there are only letters, digits, spaces and numbered characters.
func TestDiagram_hostile(t *testing.T) {
	t.Parallel()
	node := regexp.MustCompile(`(?m)^  n\d+(?:\(\[|\[)"(.*)"(?:\]\)|\])$`)
	label := regexp.MustCompile(`^([\pL\pN\pM ]|#\d+;)*$`)
	for _, name := range hostile.Names {
		_, diagram, _ := strings.Cut(report.Markdown(attacked(name.Text)), "```mermaid\nflowchart LR\n")
		diagram, _, _ = strings.Cut(diagram, "```\n")
		nodes := node.FindAllStringSubmatch(diagram, -1)
		if len(nodes) != 7 {
			t.Errorf("%s: %d nodes, want 7:\n%s", name.Attack, len(nodes), diagram)
		}
		for _, n := range nodes {
			if !label.MatchString(n[1]) {
				t.Errorf("%s: the label %q", name.Attack, n[1])
			}
		}
	}
}

// No cell is a formula, at whatever separator a program splits the file.
func TestCSV_hostile(t *testing.T) {
	t.Parallel()
	for _, name := range hostile.Names {
		for _, table := range report.Tables {
			text, err := report.CSV(attacked(name.Text), table, report.TableOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, separator := range []string{",", ";", "\t", "|", "\n"} {
				for field := range strings.SplitSeq(string(text), separator) {
					if field = strings.TrimLeft(field, "\" "); field != "" && strings.IndexAny(field, "=+@") == 0 {
						t.Errorf("%s: %s split at %q has a cell %q", name.Attack, table, separator, field[:min(len(field), 40)])
					}
				}
			}
		}
	}
}
