package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// lastReadTime is how long an operation whose timeout has ended may still read a list, to find out what it did.
const lastReadTime = 30 * time.Second

// ListOptions say what a list has to show to be believed. The zero value takes what was listed before in this run.
type ListOptions struct {
	// Fresh reads the list again, whatever was listed before. An operation whose timeout has ended may still do so.
	Fresh bool

	// Expect are the targets (GUIDs, lower case) of references that were made moments ago.
	Expect []string

	// Until is when a list shows what was written before: until then one that lacks a target of Expect is read again, and
	// so is an access package that isn't found. The zero value waits for nothing.
	Until time.Time
}

// List returns what the access package is incompatible with, corrected by what this run has written moments ago. The
// service is asked once, until something writes to the access package. An access package that isn't found is a
// [MissingError].
func (r *References) List(ctx context.Context, accessPackageID string, options ListOptions) (*Targets, error) {
	if options.Fresh {
		var cancel context.CancelFunc
		ctx, cancel = r.client.pastDeadline(ctx)
		defer cancel()
		r.forget(accessPackageID)
	}
	p := poll{from: &r.lists, accessPackageID: accessPackageID, until: options.Until}
	p.enough = func(shown *Targets) bool {
		return !slices.ContainsFunc(options.Expect, func(id string) bool { return !shown.Has(id) })
	}
	return r.poll(ctx, p)
}

// survey returns the latest list of this run, which all its writes share. Unlike [References.List] it isn't read again
// after each of them.
func (r *References) survey(ctx context.Context, accessPackageID string, until time.Time) (*Targets, error) {
	return r.poll(ctx, poll{from: &r.surveys, accessPackageID: accessPackageID, until: until})
}

// shows reports whether the reference is listed. Until the given time it waits for the list to show what is wanted. A
// list of the last minute that does is believed: lists may be that old anyway, and a thousand rules of one access
// package must not read it a thousand times.
func (r *References) shows(ctx context.Context, reference Reference, wanted bool, until time.Time) (bool, error) {
	p := poll{from: &r.surveys, accessPackageID: reference.AccessPackageID, until: until}
	p.enough = func(shown *Targets) bool { return shown.Has(reference.TargetID) == wanted }
	p.goneIsEnough = !wanted
	if kept, ok := r.surveys.latest(reference.AccessPackageID); ok {
		young := r.client.Clock().Now().Before(kept.listed.Add(VisibilityWindow))
		if young && p.enough(r.visibility.correct(reference.AccessPackageID, kept)) {
			return wanted, nil
		}
		p.last = kept
	}
	shown, err := r.poll(ctx, p)
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

// poll reads the list until it shows enough or until the time has come. It doesn't believe that an access package is
// missing to which this run has added something moments ago.
func (r *References) poll(ctx context.Context, p poll) (*Targets, error) {
	clock := r.client.Clock()
	for attempt := 0; ; attempt++ {
		isLast := func(found *Targets) bool { return found == p.last }
		found, err := p.from.newer(
			ctx,
			r.listing(p.accessPackageID),
			p.accessPackageID,
			isLast,
			func(ctx context.Context) (*Targets, error) {
				return r.fetch(ctx, p.accessPackageID)
			},
		)
		left := p.until.Sub(clock.Now())
		var shown *Targets
		switch {
		case err == nil:
			shown = r.visibility.correct(p.accessPackageID, found)
			if p.enough == nil || p.enough(shown) {
				return shown, nil
			}
			p.last = found
		case IsGone(err) || errors.As(err, new(*partMissingError)):
			if IsGone(err) {
				err = &MissingError{AccessPackage: true, Err: err}
			}
			if p.goneIsEnough {
				left = 0
			}
			left = max(left, r.visibility.missing(p.accessPackageID))
		default:
			return nil, err
		}
		if left <= 0 {
			return shown, err
		}
		wait := min(waiting.Backoff(attempt), left)
		tflog.Info(ctx, "The list doesn't show the change yet; reading it again", map[string]any{
			"access_package_id": p.accessPackageID, "wait": wait.String(),
		})
		if err := waiting.Within(ctx, clock, wait); err != nil {
			return nil, r.noTimeToWait(ctx, p.accessPackageID, err)
		}
	}
}

// noTimeToWait says that the operation ends before the list can be believed.
func (r *References) noTimeToWait(ctx context.Context, accessPackageID string, err error) error {
	if ctx.Err() == nil {
		err = context.DeadlineExceeded // it would have ended
	}
	return &wire.Error{Operation: r.listing(accessPackageID), Cause: fmt.Errorf("the list may still change: %w", err)}
}

func (r *References) fetch(ctx context.Context, accessPackageID string) (*Targets, error) {
	targets := newTargets()
	targets.listed = r.client.Clock().Now()
	first := wire.Request{Operation: r.listing(accessPackageID), Path: r.path(accessPackageID)}
	add := func(item json.RawMessage) (bool, error) { return true, targets.add(item) }
	if err := r.client.wire.Each(ctx, first, add); err != nil {
		return nil, r.client.judgePart(ctx, accessPackageID, err)
	}
	r.client.names.keepAll(targets.All())
	r.surveys.keep(accessPackageID, targets)
	return targets, nil
}

// forget makes the next [References.List] read the list again.
func (r *References) forget(accessPackageID string) { r.lists.drop(accessPackageID) }

func (r *References) listing(accessPackageID string) string {
	return fmt.Sprintf("listing the %ss that access package %s excludes", r.kind.noun, accessPackageID)
}

// pastDeadline gives an operation whose timeout has ended a little time to find out what it did. An interrupted one
// gets none.
func (c *Client) pastDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		now := c.Clock().Now()
		if machine := time.Now(); machine.After(now) { // contexts end by the machine's clock, waits by the client's
			now = machine
		}
		return context.WithDeadline(context.WithoutCancel(ctx), now.Add(lastReadTime))
	}
	return ctx, func() {}
}
