package probe

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Summary is a file for people.
func Summary(f contract.File) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Answers of the tenant\n\n")
	for _, line := range known(f.Contract) {
		fmt.Fprintf(&b, "  %-58s %s\n", line[0], line[1])
	}
	fmt.Fprintf(
		&b, "\nNot confirmed: %s\n\nRequests: %d\n\n", orNothing(strings.Join(f.Unconfirmed, ", ")), len(f.Exchanges),
	)
	for _, e := range f.Exchanges {
		fmt.Fprintf(&b, "  %-3s %-60s %s\n", status(e), e.Question, e.Request)
		if detail := details(e); detail != "" {
			fmt.Fprintf(&b, "      %s\n", detail)
		}
	}
	return b.String()
}

// Issue is a text for an issue, without links. The file goes with it.
func Issue(f contract.File) string {
	var b strings.Builder
	fmt.Fprintf(
		&b,
		"Title: My tenant answered\n\n%s, on %s, in the cloud %q, as %s. ",
		f.Run.Tool,
		f.Run.Day,
		f.Run.Cloud,
		f.Run.Caller,
	)
	switch {
	case f.Run.Interrupted:
		b.WriteString("The run was interrupted.\n\n")
	case f.Run.Wrote:
		b.WriteString("Rules were added to test objects, and removed.\n\n")
	default:
		b.WriteString("Nothing was written.\n\n")
	}
	b.WriteString("| Question | Answer |\n|---|---|\n")
	for _, line := range known(f.Contract) {
		fmt.Fprintf(&b, "| %s | %s |\n", line[0], line[1])
	}
	fmt.Fprintf(
		&b,
		"\nNot confirmed: %s.\n\nThe file is attached. I have read it and found no ID, name or host of mine.\n",
		orNothing(strings.Join(f.Unconfirmed, ", ")),
	)
	return b.String()
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// questions are the questions of a contract in words.
var questions = map[contract.Question]string{
	contract.UnknownPackage:    "reading rules of an access package that doesn't exist",
	contract.DuplicateLink:     "adding a rule that exists",
	contract.MissingLink:       "removing a rule that doesn't exist",
	contract.UnknownTarget:     "adding a group that doesn't exist",
	contract.SelfLink:          "adding an access package to itself",
	contract.AssignedUnlink:    "removing a rule of an access package that someone holds",
	contract.Microsoft365Group: "adding a Microsoft 365 group",
	contract.MailEnabledGroup:  "adding a mail-enabled group",
}

// known are the answers that a contract has, as a question and an answer each.
func known(c contract.Contract) [][2]string {
	var lines [][2]string
	add := func(question, format string, values ...any) {
		lines = append(lines, [2]string{question, fmt.Sprintf(format, values...)})
	}
	if c.Dialect != "" {
		add("routes that add a group", "%s", map[contract.Dialect]string{
			contract.DialectDocument: "below the catalog", contract.DialectPublished: "by reference",
			contract.DialectBoth: "below the catalog, and by reference",
		}[c.Dialect])
	}
	if c.PageSize != nil {
		add("items on a page", "%d", *c.PageSize)
	}
	if c.EmptyPages != nil {
		add("pages without items", "%s", map[bool]string{true: "yes", false: "none seen"}[*c.EmptyPages])
	}
	if c.NextLink != "" {
		add("next links", "%s", c.NextLink)
	}
	if c.ListLagSeconds != nil {
		add("lists lag behind changes", "%d s", *c.ListLagSeconds)
	}
	if c.NoLicense != nil {
		add(
			"license for entitlement management",
			"%s",
			map[bool]string{true: "missing", false: "present"}[*c.NoLicense],
		)
	}
	for _, q := range slices.Sorted(maps.Keys(c.Answers)) {
		code := ""
		if c.Answers[q].Code != nil {
			code = fmt.Sprintf(" %q", *c.Answers[q].Code)
		}
		add(cmp.Or(questions[q], string(q)), "%d%s", c.Answers[q].Status, code)
	}
	for _, q := range slices.Sorted(maps.Keys(c.Queries)) {
		add("lists of rules with "+string(q), "%s", c.Queries[q])
	}
	return lines
}

func status(e contract.Exchange) string {
	if e.Status == 0 {
		return "-"
	}
	return fmt.Sprint(e.Status)
}

// details are what an answer says beside its status.
func details(e contract.Exchange) string {
	var parts []string
	if e.Code != nil {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%q %s", *e.Code, e.Message)))
	}
	if e.Failure != "" {
		parts = append(parts, e.Failure)
	}
	if e.Items != nil {
		parts = append(parts, fmt.Sprintf("items: %d, next link: %s", *e.Items, e.NextLink))
	}
	if e.Seconds != nil {
		parts = append(parts, fmt.Sprintf("after %d s, lists read: %d", *e.Seconds, e.Lists))
	}
	if wait, ok := e.Headers["Retry-After"]; ok {
		parts = append(parts, "Retry-After: "+wait)
	}
	return strings.Join(parts, "; ")
}
