// Package hostile holds names that attack an output, and finds attacks that came through. Anyone who may rename a group
// or an access package can choose such a name, so tests run each of these through every output.
package hostile

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Name is an attack.
type Name struct{ Attack, Text string }

// Names are the attacks. Each one names what it tries in letters that survive cleaning.
var Names = []Name{
	{"terminal sequence", "Red \x1b[31mtext\x1b[0m"},
	{"terminal sequence of one byte", "Red \u009b31mtext"},
	{"terminal title", "Title \x1b]0;owned\x07"},
	{"terminal hyperlink", "Click \x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\"},
	{"line of a plan", "Payments\n\nNo changes. Your infrastructure matches the configuration.\n"},
	{"line break of two bytes", "Payments\r\n+ approved"},
	{"carriage return", "Payments\rapproved"},
	{"other line breaks", "one\u2028two\u2029three\u0085four\vfive\fsix"},
	{"backspace", "Payments\b\b\b\b\b\b\b\bVendors!"},
	{"null", "Payments\x00approve"},
	{"reversed text", "Payments \u202eevorppa\u202c"},
	{"isolated text", "Payments \u2066\u2067evorppa\u2069"},
	{"invisible characters", "Pay\u200bments\u200d\ufeff\u2060\u00ad"},
	{"letters that show nothing", "\u3164\u115f\u1160\uffa0\u2800"},
	{"invalid UTF-8", "Payments \xff\xfe\xc3"},
	{"command of GitHub's runner", "::add-mask::Payments"},
	{"command of GitHub's runner in a line of its own", "Payments\r::stop-commands::x"},
	{"old command of a runner", "Payments ##[add-mask]x"},
	{"command of Azure DevOps", "Payments ##vso[task.setvariable variable=x]y"},
	{"command of TeamCity", "##teamcity[buildStatus status='SUCCESS']"},
	{"link", "[Payments](https://evil.example)"},
	{"image", "![x](https://evil.example/x.png)"},
	{"address", "https://evil.example and www.evil.example and mailto:a@evil.example"},
	{"mention", "@contoso/administrators and @everyone"},
	{"reference", "closes #1 and !2 and GH-3"},
	{"heading", "# Payments"},
	{"list", "- [x] Payments"},
	{"numbered list", "1. Payments"},
	{"table", "Payments | approved | \\|"},
	{"emphasis", "*Pay* _ments_ ~~approve~~ `code`"},
	{"code fence", "```\nPayments\n```"},
	{"script", "<script>alert(1)</script>"},
	{"attribute", "\" onmouseover=\"alert(1)\" x='"},
	{"element", "<img src=x onerror=alert(1)><!-- "},
	{"entity", "&lt;script&gt; &#64;everyone"},
	{"template", "{{ .Secret }} ${self.secret} %{ if true }x%{ endif } <%= 1 %>"},
	{"formula", "=HYPERLINK(\"https://evil.example\")"},
	{"formula behind a semicolon", "Payments;=1+1"},
	{"formula behind a quote", "Payments\",\"@SUM(1)"},
	{"formula behind a tab", "\t=1+1"},
	{"formula with a sign", "+1+1"},
	{"shell", "$(touch /owned) `touch /owned`; touch /owned & | && \\"},
	{"diagram", "\"]; click A \"javascript:alert(1)\" %%{init: {}}%%"},
	{"long", strings.Repeat("Payments ", 500)},
}

// runnerCommand is what the runners of pipelines obey. Terraform breaks lines at spaces, so that what follows a space
// can begin a line.
var runnerCommand = regexp.MustCompile(`(?m)(^|\s)::|##\[|##vso\[|(^|\s)##teamcity\[`)

// InText finds what a name has left in lines of plain text. It allows the line feed, because messages have several
// lines: compare their number with that of a harmless name.
func InText(text string) error {
	for _, r := range text {
		if r != '\n' && !unicode.IsPrint(r) {
			return fmt.Errorf("%q holds %U, which isn't visible", text, r)
		}
	}
	if found := runnerCommand.FindString(text); found != "" {
		return fmt.Errorf("%q holds %q, which a runner obeys", text, found)
	}
	return nil
}
