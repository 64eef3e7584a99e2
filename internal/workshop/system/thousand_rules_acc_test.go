package system_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A tenant that is too large for a page to show all of it at once.
const (
	manyCatalogs = 8
	manyPackages = 200
	manyRules    = 1000
	manyGroups   = 100
	groupMembers = 300
	manyPeople   = 5000
	manyHolders  = 20000 // assignments
)

// The page about a thousand rules begins with the worst conflict, shows each rule under its access package and each of
// those about groups under its group, folds what is long, and is never wide.
func TestAccReport_thousandRules(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	tenant := fillWithThousandRules(t, s.Tenant())
	cli := inExamples(t, s, "")
	cli.Write(t, `
provider "elm" {}

data "elm_separation_of_duties_report" "tenant" {}

output "html" {
  value = provider::elm::report_html(data.elm_separation_of_duties_report.tenant.json)
}
`)
	cli.Must(t, 0, "init")
	cli.Must(t, 0, "apply", "-auto-approve")
	s.ResetJournal()
	cli.Must(t, 0, "plan", "-detailed-exitcode") // the same tenant gives the same bytes
	checkFloor(t, s)
	page := cli.Must(t, 0, "output", "-raw", "html")
	tenant.checkPage(t, page)
	tenant.checkFolds(t, page)
}

// checkFloor holds that one plan asks for everything once: at most a twentieth of the requests ask for what was asked
// before.
func checkFloor(t *testing.T, s *acctest.Service) {
	t.Helper()
	requests, asked := 0, map[string]int{}
	for _, e := range s.Journal() {
		if e.Kind == "graph" {
			requests++
			asked[e.Method+" "+e.Path+"?"+e.RawQuery]++
		}
	}
	t.Logf("%d requests, %d distinct", requests, len(asked))
	if len(asked) < manyPackages || requests*20 > len(asked)*21 {
		maps.DeleteFunc(asked, func(_ string, n int) bool { return n == 1 })
		t.Errorf("%d requests: of these, more than once: %v", requests, asked)
	}
}

// largeTenant is what was put into a tenant, to count by hand.
type largeTenant struct {
	holders [manyPackages]map[string]bool
	members [manyGroups]map[string]bool
	counts  map[string]int // holders in conflict, by the rule's import id
}

func fillWithThousandRules(t *testing.T, tenant *emulator.Tenant) *largeTenant {
	t.Helper()
	random, filled := rand.New(rand.NewPCG(16, 8)), &largeTenant{counts: map[string]int{}}
	for i := range manyCatalogs {
		acctest.Must(t, tenant.AddCatalog(emulator.Catalog{ID: largeID("ca7a10aa", i), DisplayName: fmt.Sprintf("Department %d", i)}))
	}
	for i := range manyPeople {
		acctest.Must(t, tenant.AddUser(emulator.User{ID: largeID("05e7aaaa", i)}))
	}
	for i := range manyPackages {
		filled.holders[i] = map[string]bool{}
		acctest.Must(t, tenant.AddAccessPackage(emulator.AccessPackage{
			ID: largeID("acce55aa", i), CatalogID: largeID("ca7a10aa", i%manyCatalogs), DisplayName: fmt.Sprintf("Task %03d", i),
		}))
	}
	for i := range manyHolders {
		person := largeID("05e7aaaa", random.IntN(manyPeople))
		filled.holders[i%manyPackages][person] = true
		acctest.Must(t, tenant.AddAssignment(emulator.Assignment{ID: largeID("a551aaaa", i), AccessPackageID: largeID("acce55aa", i%manyPackages), UserID: person}))
	}
	for i := range manyGroups {
		filled.members[i] = map[string]bool{}
		for _, person := range random.Perm(manyPeople)[:groupMembers] {
			filled.members[i][largeID("05e7aaaa", person)] = true
		}
		acctest.Must(t, tenant.AddGroup(emulator.Group{
			ID: largeID("9f0a9aaa", i), DisplayName: fmt.Sprintf("Duty %02d", i), SecurityEnabled: true, Members: slices.Sorted(maps.Keys(filled.members[i])),
		}))
	}
	for len(filled.counts) < manyRules {
		filled.addRule(tenant, len(filled.counts)%manyPackages, random)
	}
	return filled
}

// addRule gives an access package a rule about a group or about another access package, unless it has that one.
func (l *largeTenant) addRule(tenant *emulator.Tenant, accessPackage int, random *rand.Rand) {
	other := random.IntN(manyGroups)
	kind, target, there := emulator.IncompatibleGroups, largeID("9f0a9aaa", other), l.members[other]
	if random.IntN(2) == 0 {
		other = random.IntN(manyPackages)
		kind, target, there = emulator.IncompatibleAccessPackages, largeID("acce55aa", other), l.holders[other]
	}
	if tenant.Link(kind, largeID("acce55aa", accessPackage), target) != nil {
		return
	}
	both := 0
	for person := range l.holders[accessPackage] {
		if there[person] {
			both++
		}
	}
	l.counts[largeID("acce55aa", accessPackage)+"/"+target] = both
}

func largeID(kind string, i int) string { return fmt.Sprintf("%s-0000-4000-8000-%012d", kind, i) }

var (
	listed    = regexp.MustCompile(`<li data-rule="([^"]*)" data-kind="[a-z_]*" data-conflicts="(\d+)">`)
	withGroup = regexp.MustCompile(`<li data-rule="[^"]*/9f0a9aaa-[^"]*"><span class="who">Can&#39;t request|<li data-rule="[^"]*/9f0a9aaa-[^"]*"><span class="who">Can't request`)
	items     = regexp.MustCompile(`<details class="item" data-box id="(acce55aa|9f0a9aaa)`)
	worst     = regexp.MustCompile(`<li data-rule="([^"]*)"><span class="tags"><span class="tag conflict">(\d+) holders`)
	folded    = regexp.MustCompile(`(?s)<details class="[a-z]*"[^>]*?( open)?>.*?</details>`)
)

func (l *largeTenant) checkPage(t *testing.T, page string) {
	t.Helper()
	found := map[string]int{}
	for _, rule := range listed.FindAllStringSubmatch(page, -1) {
		found[rule[1]] = number(t, rule[2])
	}
	if !maps.Equal(found, l.counts) {
		t.Errorf("%d rules with other numbers than counted by hand, of %d and %d", differing(found, l.counts), len(found), len(l.counts))
	}
	if n, want := len(withGroup.FindAllString(page, -1)), l.aboutGroups(); n != want {
		t.Errorf("%d rules in the list of groups, not %d", n, want)
	}
	if n := len(items.FindAllString(page, -1)); n != manyPackages+manyGroups {
		t.Errorf("%d access packages and groups, not %d", n, manyPackages+manyGroups)
	}
	first, most := worst.FindStringSubmatch(page), slices.Max(slices.Collect(maps.Values(l.counts)))
	if len(first) == 0 || l.counts[first[1]] != most || number(t, first[2]) != most {
		t.Errorf("The first finding is %q, where the worst conflict has %d holders", first, most)
	}
	if strings.Count(page, "<table>") != 1 || !strings.Contains(page, "<table></table>") || strings.Contains(page, "<td") {
		t.Error("The page comes with a matrix that nobody asked for.")
	}
	if limit := 1 << 20; len(page) > limit {
		t.Errorf("%d bytes, more than %d", len(page), limit)
	}
}

// checkFolds finds a list of more than ten that stands open, and one that is lost in folding.
func (l *largeTenant) checkFolds(t *testing.T, page string) {
	t.Helper()
	for _, fold := range folded.FindAllStringSubmatch(page, -1) {
		if head, _, _ := strings.Cut(fold[0], "<details class=\"fold\""); fold[1] != "" && strings.Count(head, "<li") > 10 {
			t.Errorf("A list of %d stands open: %.200s", strings.Count(head, "<li"), head)
		}
	}
	conflicts, _, _ := strings.Cut(page, `id="packages"`)
	_, conflicts, _ = strings.Cut(conflicts, `<details class="fold"`)
	conflicts, _, _ = strings.Cut(conflicts, "</details>")
	inConflict := map[string]bool{} // a pair in both directions is one
	for rule, holders := range l.counts {
		if ends := strings.Split(rule, "/"); holders > 0 {
			slices.Sort(ends)
			inConflict[strings.Join(ends, "/")] = true
		}
	}
	if n := strings.Count(conflicts, "data-rule="); n != len(inConflict) {
		t.Errorf("%d conflicts are folded, not %d", n, len(inConflict))
	}
}

func (l *largeTenant) aboutGroups() int {
	n := 0
	for rule := range l.counts {
		if strings.Contains(rule, "/9f0a9aaa") {
			n++
		}
	}
	return n
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	acctest.Must(t, err)
	return n
}

func differing(one, other map[string]int) int {
	n := 0
	for rule, holders := range other {
		if found, ok := one[rule]; !ok || found != holders {
			n++
		}
	}
	return n
}
