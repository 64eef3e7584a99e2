package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// ListOptions say what a list has to show to be believed. The zero value takes what was listed before in this run.
type ListOptions struct {
	// Expect are the targets (GUIDs, lower case) of references that were made moments ago.
	Expect []string

	// Until is when a list shows what was written before: until then one that lacks a target of Expect is read again, and
	// so is an access package that isn't found. The zero value waits for nothing.
	Until time.Time
}

// lister lists the references of one kind.
type lister struct {
	kind      kind
	packages  *packageReader
	ownWrites *ownWrites
	lists     reads[string, *Targets] // by access package, until a write
	surveys   reads[string, *Targets] // by access package, the latest
}

// List returns what the access package is incompatible with, corrected by what this run has written moments ago. The
// service is asked once, until something writes to the access package. An access package that isn't found is a
// [MissingError].
func (l *lister) List(ctx context.Context, accessPackageID string, options ListOptions) (*Targets, error) {
	p := poll{from: &l.lists, accessPackageID: accessPackageID, until: options.Until}
	p.enough = func(shown *Targets) bool {
		return !slices.ContainsFunc(options.Expect, func(id string) bool { return !shown.Has(id) })
	}
	return l.poll(ctx, p)
}

// survey returns the latest list of this run, which all its writes share. Unlike [References.List] it isn't read again
// after each of them.
func (l *lister) survey(ctx context.Context, accessPackageID string, until time.Time) (*Targets, error) {
	return l.poll(ctx, poll{from: &l.surveys, accessPackageID: accessPackageID, until: until})
}

// shows reports whether the reference is listed. Until the given time it waits for the list to show what is wanted. A
// list of the last minute that does is believed: lists may be that old anyway, and a thousand rules of one access
// package must not read it a thousand times.
func (l *lister) shows(ctx context.Context, reference Reference, wanted bool, until time.Time) (bool, error) {
	p := poll{from: &l.surveys, accessPackageID: reference.AccessPackageID, until: until}
	p.enough = func(shown *Targets) bool { return shown.Has(reference.TargetID) == wanted }
	p.goneIsEnough = !wanted
	if kept, ok := l.surveys.latest(reference.AccessPackageID); ok {
		young := l.ownWrites.clock.Now().Before(kept.listed.Add(VisibilityWindow))
		if young && p.enough(l.ownWrites.correct(reference.AccessPackageID, kept)) {
			return wanted, nil
		}
		p.last = kept
	}
	shown, err := l.poll(ctx, p)
	return err == nil && shown.Has(reference.TargetID), err
}

// poll reads a list until it shows the expected references.
type poll struct {
	from            *reads[string, *Targets]
	accessPackageID string
	last            *Targets // isn't believed any more
	until           time.Time
	enough          func(*Targets) bool // nil for any list
	goneIsEnough    bool                // an access package that isn't found needs no second look
}

// poll reads the list until it shows enough or until the time has come.
func (l *lister) poll(ctx context.Context, p poll) (*Targets, error) {
	for attempt := 0; ; attempt++ {
		shown, left, err := l.look(ctx, &p)
		if left <= 0 {
			return shown, err
		}
		wait := min(waiting.Backoff(attempt), left)
		tflog.Info(ctx, "The list doesn't show the change yet; reading it again", map[string]any{
			"access_package_id": p.accessPackageID, "wait": wait.String(),
		})
		if err := waiting.Within(ctx, l.ownWrites.clock, wait); err != nil {
			return nil, l.noTimeToWait(ctx, p.accessPackageID, err)
		}
	}
}

// look reads the list once, and tells how much longer it may change. It doesn't believe that an access package is
// missing to which this run has added something moments ago.
func (l *lister) look(ctx context.Context, p *poll) (shown *Targets, left time.Duration, err error) {
	id, isLast := p.accessPackageID, func(found *Targets) bool { return found == p.last }
	found, err := p.from.newer(ctx, l.listing(id), id, isLast, func(ctx context.Context) (*Targets, error) {
		return l.fetch(ctx, id)
	})
	left = p.until.Sub(l.ownWrites.clock.Now())
	switch {
	case err == nil:
		shown = l.ownWrites.correct(id, found)
		if p.enough == nil || p.enough(shown) {
			return shown, 0, nil
		}
		p.last = found
		return shown, left, nil
	case IsGone(err):
		err = &MissingError{AccessPackage: true, Err: err}
	case !errors.As(err, new(*partMissingError)):
		return nil, 0, err
	}
	if p.goneIsEnough {
		left = 0
	}
	return nil, max(left, l.ownWrites.missing(id)), err
}

// noTimeToWait says that the operation ends before the list can be believed.
func (l *lister) noTimeToWait(ctx context.Context, accessPackageID string, err error) error {
	if ctx.Err() == nil {
		err = context.DeadlineExceeded // it would have ended
	}
	return &wire.Error{Operation: l.listing(accessPackageID), Cause: fmt.Errorf("the list may still change: %w", err)}
}

func (l *lister) fetch(ctx context.Context, accessPackageID string) (*Targets, error) {
	targets, err := l.packages.readTargets(ctx, accessPackageID, wire.Request{
		Operation: l.listing(accessPackageID), Path: l.kind.path(accessPackageID),
	})
	if err != nil {
		return nil, err
	}
	for _, object := range targets.All() {
		l.packages.names.keep(object.ID, object.DisplayName)
	}
	l.surveys.keep(accessPackageID, targets)
	return targets, nil
}

// forget makes the next [References.List] read the list again.
func (l *lister) forget(accessPackageID string) { l.lists.drop(accessPackageID) }

func (l *lister) listing(accessPackageID string) string {
	return fmt.Sprintf("listing the %ss that access package %s excludes", l.kind.noun, accessPackageID)
}
