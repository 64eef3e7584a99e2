package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

const entitlementManagement = "/identityGovernance/entitlementManagement"

func accessPackagePath(id string) string {
	return entitlementManagement + "/accessPackages/" + url.PathEscape(id)
}

// AccessPackage is what the provider needs to know of an access package.
type AccessPackage struct {
	ID          string // GUID, lower case
	DisplayName string
	CatalogID   string // GUID, lower case
	CatalogName string // empty where it was not read
}

// kind is one of the collections in which an access package names what it is incompatible with.
type kind struct {
	collection   string // below the access package
	noun         string // of a target, in messages
	target       string // path of the collection that references point into
	catalogRoute bool   // whether a POST below the catalog exists for this kind (beta)
}

var (
	// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
	incompatibleGroups = kind{collection: "incompatibleGroups", noun: "group", target: "/groups", catalogRoute: true}

	// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatibleaccesspackage.
	incompatibleAccessPackages = kind{
		collection: "incompatibleAccessPackages",
		noun:       "access package",
		target:     entitlementManagement + "/accessPackages",
	}
)

// kinds are all there are.
var kinds = []kind{incompatibleGroups, incompatibleAccessPackages}

func (k kind) path(accessPackageID string) string {
	return accessPackagePath(accessPackageID) + "/" + k.collection
}

// Reference says that anyone who has the target can't request the access package. All three are GUIDs in lower case.
type Reference struct {
	CatalogID       string // of the access package; empty if the caller doesn't know it
	AccessPackageID string
	TargetID        string
}

func (k kind) adding(reference Reference) string {
	return fmt.Sprintf(
		"adding the rule about %s %s to access package %s", k.noun, reference.TargetID, reference.AccessPackageID,
	)
}

// Object is something that an access package is incompatible with. DisplayName may be empty: Graph promises no property
// except the ID, and keeps the IDs of deleted groups.
type Object struct {
	ID          string `json:"id"` // GUID, lower case
	DisplayName string `json:"displayName"`

	// JustMade says that this run made the reference and that no list shows it yet. A missing name then doesn't mean a
	// deleted target.
	JustMade bool `json:"-"`
}

func (o Object) id() string { return o.ID }

// Targets is what one access package is incompatible with, of one kind, as listed at one moment.
type Targets struct {
	objects []Object
	byID    map[string]bool
	listed  time.Time // when the service was asked
}

func newTargets(listed time.Time) *Targets { return &Targets{byID: map[string]bool{}, listed: listed} }

// All returns the objects in the service's order. The caller must not change the slice.
func (t *Targets) All() []Object { return t.objects }

// Has reports whether the object with that GUID (lower case) is listed.
func (t *Targets) Has(id string) bool { return t.byID[id] }

func (t *Targets) add(object Object) error {
	if object.ID == "" {
		return errors.New("an entry has no ID")
	}
	object.ID = strings.ToLower(object.ID)
	t.put(object)
	return nil
}

// put adds an object once: pages overlap when the collection changes between them.
func (t *Targets) put(object Object) {
	if !t.byID[object.ID] {
		t.byID[object.ID] = true
		t.objects = append(t.objects, object)
	}
}

// errFilterIgnored marks a list that holds more than was asked for. It could just as well hold less.
var errFilterIgnored = errors.New("the service ignored the filter: the list contains objects that don't match it")

// errAnotherObject marks an answer that is about something else than what was asked for.
var errAnotherObject = errors.New("the answer is about another object")

// readOne reads the object with that ID.
func readOne[T any](ctx context.Context, c *wire.Client, id string, idOf func(T) string, r wire.Request) (T, error) {
	var answer, none T
	r.Method, r.Into = http.MethodGet, &answer
	if err := c.Do(ctx, &r); err != nil {
		return none, err
	}
	if !strings.EqualFold(idOf(answer), id) {
		return none, &wire.Error{Operation: r.Operation, Cause: errAnotherObject}
	}
	return answer, nil
}

// names keeps what things are called that were read for other reasons.
type names struct{ byID sync.Map }

func (n *names) keep(id, name string) {
	if name != "" {
		n.byID.Store(id, name)
	}
}

// of gives a name as it was read.
func (n *names) of(id string) string {
	name, _ := n.byID.Load(id)
	text, _ := name.(string)
	return text
}

// Name gives the name of the access package, group or catalog with that GUID (lower case), if something that was read
// in this run told it. It sends no request, and the name is short and without line breaks: people choose names, and
// messages show them.
func (n *names) Name(id string) string { return display.Name(n.of(id)).String() }
