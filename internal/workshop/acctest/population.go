package acctest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// How much [Populate] adds to the fixture: people, groups, and assignments to that many of the fixture's access
// packages.
const (
	PopulatedUsers    = 40
	PopulatedGroups   = 6
	PopulatedPackages = 5

	assignments       = 120
	servicePrincipals = 3
)

// User is the id of a person of a population, 0 to 39.
func User(i int) string { return fmt.Sprintf("05e70000-0000-4000-8000-%012d", i) }

func servicePrincipal(i int) string { return fmt.Sprintf("5e2f1ce0-0000-4000-8000-%012d", i) }

// PopulatedGroup is the id of a group of a population, 0 to 5.
func PopulatedGroup(i int) string { return Group(groups + i) }

// Population is who holds what and who is where, kept beside the service so that its answers can be counted by hand.
type Population struct {
	held     []held
	members  [PopulatedGroups]map[string]bool // direct
	children [PopulatedGroups][]int           // groups in groups
}

// held is an assignment, whatever its state.
type held struct {
	accessPackage int
	subject       Subject
	state         string
}

// Subject holds an access package. Outsiders have a name and no object ID.
type Subject struct {
	Kind SubjectKind
	ID   string
}

// SubjectKind is what a subject is.
type SubjectKind string

// The kinds of subjects.
const (
	AUser             SubjectKind = "user"
	AServicePrincipal SubjectKind = "service principal"
	AnOutsider        SubjectKind = "outsider"
)

// Populate adds people to a tenant at random: members of nested groups, with several assignments in all states. A seed,
// of 32 bytes at most, always gives the same population.
func Populate(t *testing.T, tenant *emulator.Tenant, seed string) *Population {
	t.Helper()
	var bytes [32]byte
	copy(bytes[:], seed)
	random := rand.New(rand.NewChaCha8(bytes))
	p := &Population{}
	for i := range PopulatedUsers {
		Must(t, tenant.AddUser(emulator.User{ID: User(i), DisplayName: fmt.Sprintf("User %d", i)}))
	}
	for i := range servicePrincipals {
		tenant.KnowApplication(emulator.Application{ID: servicePrincipal(i)})
	}
	p.assign(t, tenant, random)
	for i := range PopulatedGroups {
		p.addGroup(t, tenant, random, i)
	}
	return p
}

func (p *Population) assign(t *testing.T, tenant *emulator.Tenant, random *rand.Rand) {
	t.Helper()
	states := []string{
		"delivered",
		"delivered",
		"delivered",
		"expired",
		"delivering",
		"deliveryFailed",
		"partiallyDelivered",
	}
	for i := range assignments {
		h := held{
			random.IntN(PopulatedPackages),
			Subject{AUser, User(random.IntN(PopulatedUsers))},
			states[random.IntN(len(states))],
		}
		a := emulator.Assignment{ID: Assignment(i), AccessPackageID: Package(h.accessPackage), State: h.state}
		switch random.IntN(8) {
		case 0:
			h.subject = Subject{AServicePrincipal, servicePrincipal(random.IntN(servicePrincipals))}
			a.ServicePrincipalID = h.subject.ID
		case 1:
			h.subject = Subject{AnOutsider, fmt.Sprintf("Outsider %d", random.IntN(3))}
			a.Outsider = h.subject.ID
		default:
			a.UserID = h.subject.ID
		}
		Must(t, tenant.AddAssignment(a))
		p.held = append(p.held, h)
	}
}

func (p *Population) addGroup(t *testing.T, tenant *emulator.Tenant, random *rand.Rand, i int) {
	t.Helper()
	g := emulator.Group{ID: PopulatedGroup(i), DisplayName: fmt.Sprintf("Populated %d", i), SecurityEnabled: true}
	p.members[i] = map[string]bool{}
	for range random.IntN(10) {
		if user := User(random.IntN(PopulatedUsers)); !p.members[i][user] {
			g.Members = append(g.Members, user)
			p.members[i][user] = true
		}
	}
	for n := range servicePrincipals {
		if random.IntN(4) == 0 {
			g.Applications = append(g.Applications, servicePrincipal(n))
			p.members[i][servicePrincipal(n)] = true
		}
	}
	for child := range i {
		if random.IntN(3) == 0 {
			g.MemberGroups = append(g.MemberGroups, PopulatedGroup(child))
			p.children[i] = append(p.children[i], child)
		}
	}
	Must(t, tenant.AddGroup(g))
}

// Holders are the users to whom an access package is delivered.
func (p *Population) Holders(accessPackage int) map[string]bool {
	users := map[string]bool{}
	for subject := range p.Subjects(accessPackage, false) {
		if subject.Kind == AUser {
			users[subject.ID] = true
		}
	}
	return users
}

// Subjects are all to whom an access package is delivered, or is on its way too.
func (p *Population) Subjects(accessPackage int, onTheWay bool) map[Subject]bool {
	subjects := map[Subject]bool{}
	for _, h := range p.held {
		if h.accessPackage == accessPackage &&
			(h.state == "delivered" || onTheWay && (h.state == "delivering" || h.state == "partiallyDelivered")) {
			subjects[h.subject] = true
		}
	}
	return subjects
}

// IsMember reports whether a person or a service principal is in a group or in one inside it.
func (p *Population) IsMember(group int, id string) bool {
	if p.members[group][id] {
		return true
	}
	for _, child := range p.children[group] {
		if p.IsMember(child, id) {
			return true
		}
	}
	return false
}
