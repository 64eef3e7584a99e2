package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// kind is one of the collections by which an access package names what it is incompatible with.
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
		collection: "incompatibleAccessPackages", noun: "access package", target: entitlementManagement + "/accessPackages",
	}
)

// kinds are all there are.
var kinds = []kind{incompatibleGroups, incompatibleAccessPackages}

// IncompatibleGroups are the groups whose members are ineligible for an access package.
func (c *Client) IncompatibleGroups() *References { return c.references[incompatibleGroups.collection] }

// IncompatibleAccessPackages are the access packages whose holders are ineligible for an access package.
func (c *Client) IncompatibleAccessPackages() *References {
	return c.references[incompatibleAccessPackages.collection]
}

// Reference says that whoever has the target must not have the access package. All three are GUIDs in lower case.
type Reference struct {
	CatalogID       string // of the access package; empty where the caller does not know it
	AccessPackageID string
	TargetID        string
}

// References are the references of one kind. They can be listed, added and removed.
type References struct {
	client     *Client
	kind       kind
	route      catalogRoute
	visibility *visibility
}

// ListOptions say what a list has to show to be believed. The zero value takes what was listed before in this run.
type ListOptions struct {
	// Fresh lists anew, whatever was listed before. An operation whose timeout is over may still do so, to find out what it did.
	Fresh bool

	// Expect are the targets (GUIDs, lower case) of references that were made moments ago.
	Expect []string

	// Until is when a list shows what was written before: until then one that lacks a target of Expect is read again, and so is an
	// access package that is not there. The zero value waits for nothing.
	Until time.Time
}

// List gives what the access package is incompatible with, corrected by what this run has added and removed moments ago. The package is
// asked once, until something writes to it. That it is not there is a [MissingError].
func (r *References) List(ctx context.Context, accessPackageID string, options ListOptions) (*Targets, error) {
	if options.Fresh {
		var cancel context.CancelFunc
		ctx, cancel = r.client.pastDeadline(ctx)
		defer cancel()
		r.forget(accessPackageID)
	}
	shown, err := r.await(ctx, accessPackageID, options.Until, func(shown *Targets) bool {
		if shown == nil {
			return false
		}
		shown = r.visibility.correct(accessPackageID, shown)
		return !slices.ContainsFunc(options.Expect, func(id string) bool { return !shown.Has(id) })
	})
	if err != nil {
		return nil, err
	}
	return r.visibility.correct(accessPackageID, shown), nil
}

// shows lists anew and reports whether the reference is there. Until the given time it waits for the list to show what is wanted.
func (r *References) shows(ctx context.Context, reference Reference, wanted bool, until time.Time) (bool, error) {
	ctx, cancel := r.client.pastDeadline(ctx)
	defer cancel()
	r.forget(reference.AccessPackageID)
	shown, err := r.await(ctx, reference.AccessPackageID, until, func(shown *Targets) bool {
		return (shown != nil && shown.Has(reference.TargetID)) == wanted
	})
	return err == nil && shown.Has(reference.TargetID), err
}

// await polls until the list is as it should be, and gives the last one when the clock says that nothing more is to come. It judges an
// access package that is not there by a nil list, but does not believe it of one to which something was added moments ago.
func (r *References) await(ctx context.Context, accessPackageID string, until time.Time, enough func(*Targets) bool) (*Targets, error) {
	clock := r.client.Clock()
	var last *answer
	for attempt := 0; ; attempt++ {
		found, err := r.client.reads.once(ctx, r.listing(accessPackageID), last, func(ctx context.Context) (*answer, error) {
			return r.fetch(ctx, accessPackageID)
		})
		var shown *Targets
		switch {
		case err == nil:
			shown = found.targets
		case IsGone(err):
			err = &MissingError{AccessPackage: true, Err: err}
		default:
			return nil, err
		}
		left := until.Sub(clock.Now())
		if enough(shown) {
			left = 0
		}
		if shown == nil {
			left = max(left, r.visibility.missing(accessPackageID))
		}
		if left <= 0 {
			return shown, err
		}
		if found != nil {
			last = found
		}
		wait := min(waiting.Backoff(attempt), left)
		tflog.Info(ctx, "The list does not show the change yet; reading it again", map[string]any{
			"access_package_id": accessPackageID, "wait": wait.String(),
		})
		if err := waiting.Within(ctx, clock, wait); err != nil {
			return nil, r.notAwaited(ctx, accessPackageID, err)
		}
	}
}

// notAwaited says that the operation has no time for a wait that nobody asked for.
func (r *References) notAwaited(ctx context.Context, accessPackageID string, err error) error {
	if ctx.Err() == nil {
		err = context.DeadlineExceeded // it would have ended
	}
	return &wire.Error{Operation: r.listing(accessPackageID), Cause: fmt.Errorf("the list may still change: %w", err)}
}

func (r *References) fetch(ctx context.Context, accessPackageID string) (*answer, error) {
	targets := newTargets()
	first := wire.Request{Operation: r.listing(accessPackageID), Path: r.path(accessPackageID)}
	if err := r.client.wire.Each(ctx, first, func(item json.RawMessage) (bool, error) { return true, targets.add(item) }); err != nil {
		return nil, err
	}
	r.client.names.keepAll(targets.All())
	return &answer{targets: targets}, nil
}

// forget has the list read anew by who asks next.
func (r *References) forget(accessPackageID string) { r.client.reads.drop(r.listing(accessPackageID)) }

func (r *References) listing(accessPackageID string) string {
	return fmt.Sprintf("listing the %ss that access package %s is incompatible with", r.kind.noun, accessPackageID)
}

func (r *References) path(accessPackageID string) string {
	return accessPackagePath(accessPackageID) + "/" + r.kind.collection
}

func accessPackagePath(id string) string {
	return entitlementManagement + "/accessPackages/" + url.PathEscape(id)
}

// Object is something that an access package is incompatible with. DisplayName may be empty: Graph promises no property but the id,
// and keeps the ids of deleted groups.
type Object struct {
	ID          string // GUID, lower case
	DisplayName string

	// JustMade says that this run made the reference and that no list shows it yet. That it has no name then says nothing.
	JustMade bool
}

// Targets is what one access package is incompatible with, of one kind, as listed at one moment.
type Targets struct {
	objects []Object
	byID    map[string]bool
}

func newTargets() *Targets { return &Targets{byID: map[string]bool{}} }

// All gives the objects in the service's order. The caller must not change the slice.
func (t *Targets) All() []Object { return t.objects }

// Has reports whether the object with that GUID (lower case) is listed.
func (t *Targets) Has(id string) bool { return t.byID[id] }

func (t *Targets) add(item json.RawMessage) error {
	var object struct {
		ID          string `json:"id"`
		DisplayName string `json:"displayName"`
	}
	if err := json.Unmarshal(item, &object); err != nil {
		return fmt.Errorf("an entry cannot be read: %w", err)
	}
	if object.ID == "" {
		return errors.New("an entry has no id")
	}
	t.put(Object{ID: strings.ToLower(object.ID), DisplayName: object.DisplayName})
	return nil
}

// put adds an object once: pages may overlap because the collection changed between them.
func (t *Targets) put(object Object) {
	if !t.byID[object.ID] {
		t.byID[object.ID] = true
		t.objects = append(t.objects, object)
	}
}
