package lookup_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// An object that the same apply created may be missing from answers at first. The look-up waits for it, as a create
// does.
func TestAccReferences_madeMomentsAgo(t *testing.T) {
	t.Parallel()
	const later = "\nresource \"terraform_data\" \"made\" {\n  input = %q\n}\n"
	group, accessPackage := acctest.Kinds[0], acctest.Kinds[1]
	for name, test := range map[string]struct{ made, config, path, code string }{
		"group":                {acctest.Group(0), group.Config(acctest.Package(0), acctest.Group(0)), "/groups/", "Request_ResourceNotFound"},
		"access package":       {acctest.Package(0), group.Config(acctest.Package(0), acctest.Group(0)), "/accessPackages/", "ResourceNotFound"},
		"other access package": {acctest.Package(1), accessPackage.Config(acctest.Package(0), acctest.Package(1)), "/accessPackages/", "ResourceNotFound"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, cli := checked(t, emulator.Options{}, fmt.Sprintf(later, test.made)+strings.Replace(test.config, fmt.Sprintf("%q", test.made), "terraform_data.made.output", 1))
			s.Inject(emulator.Fault{Method: http.MethodGet, Path: test.path + test.made, Status: http.StatusNotFound, Code: test.code, Times: 3})
			cli.Must(t, 0, "apply", "-auto-approve")
			if writes := s.Writes(); writes != 1 {
				t.Errorf("%d writes", writes)
			}
		})
	}
}

// However many IDs are wrong, they are waited for during one minute in all; and not at all where a refresh tells that
// this is a plan.
func TestAccReferences_oneWait(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	clock := acctest.NewClock()
	cli := acctest.NewCLI(t, acctest.Options(clock, nil)...)
	set := func(i int, groups ...string) string {
		return strings.Replace(ruleSet(acctest.Package(i), groups, nil), `"test"`, fmt.Sprintf("\"test%d\"", i), 1)
	}
	const wrong = 30
	var missing []string
	for i := range wrong {
		missing = append(missing, fmt.Sprintf("dead0000-0000-4000-8000-%012d", i))
	}
	cli.Write(t, s.Provider("check_references = true")+set(1, missing[:10]...)+groupRules(acctest.Package(0), missing[10:]...))
	if output := cli.Must(t, 1, "plan"); strings.Count(output, notFound) != wrong {
		t.Errorf("not an error for each ID:\n%s", output)
	}
	if slept := clock.Slept(); slept > graph.VisibilityWindow {
		t.Errorf("waited %s", slept)
	}
	cli.Write(t, s.Provider()+set(0, acctest.Group(0)))
	cli.Must(t, 0, "apply", "-auto-approve")
	s.ResetJournal()
	cli.Write(t, s.Provider("check_references = true")+set(0, acctest.Group(0), acctest.Missing))
	cli.Must(t, 1, "plan")
	if looks := s.Requests(http.MethodGet, "/groups/"); looks != 1 {
		t.Errorf("%d looks at a group that no apply of this run makes", looks)
	}
}
