package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// References are the references of one kind. They can be listed, added and removed.
type References struct {
	*lister

	poster *poster
}

func newReferences(k kind, packages *packageReader) *References {
	seen := newOwnWrites(packages.wire.Clock(), packages.names)
	return &References{&lister{kind: k, packages: packages, ownWrites: seen}, newPoster(k, packages)}
}

// WasThere reports whether a reference that is about to be added exists: according to one list of the access package,
// which all its references share, and to what this run has done since. An access package that doesn't exist is waited
// for until the given time.
func (r *References) WasThere(ctx context.Context, reference Reference, until time.Time) (bool, error) {
	found, err := r.survey(ctx, reference.AccessPackageID, until)
	if err != nil {
		return false, err
	}
	if latest, ok := r.ownWrites.latest(reference); ok {
		return latest.added, nil
	}
	return found.Has(reference.TargetID), nil
}

// Add makes the service confirm that the reference exists: by accepting it, or by refusing it because it existed
// before. A service that accepts it again doesn't tell. See the package comment.
func (r *References) Add(ctx context.Context, reference Reference) (existed bool, err error) {
	if reference.TargetID == "" || reference.AccessPackageID == "" {
		return false, &wire.Error{
			Operation: r.kind.adding(reference),
			Cause:     errors.New("an ID is empty; no request was sent"),
		}
	}
	w := write{lister: r.lister, reference: reference, adds: true, started: r.ownWrites.clock.Now()}
	id := reference.TargetID
	result, err := w.carryOut(ctx, func() (unsure bool, err error) {
		id, unsure, err = r.poster.post(ctx, reference)
		return unsure, err
	})
	if err != nil {
		return false, err
	}
	if id = strings.ToLower(id); id != reference.TargetID {
		return false, &wire.Error{
			Operation: r.kind.adding(reference),
			Cause:     fmt.Errorf("the service added the rule about %q instead", signin.Clip(id)),
		}
	}
	r.ownWrites.record(reference, true)
	return result == hadEffect, nil
}

// Remove removes a reference. It succeeds if the reference or its access package no longer exists.
func (r *References) Remove(ctx context.Context, accessPackageID, targetID string) error {
	reference := Reference{AccessPackageID: accessPackageID, TargetID: targetID}
	w := write{lister: r.lister, reference: reference, started: r.ownWrites.clock.Now()}
	_, err := w.carryOut(ctx, func() (unsure bool, err error) {
		request := &wire.Request{
			Operation: fmt.Sprintf(
				"removing the rule about %s %s from access package %s", r.kind.noun, targetID, accessPackageID,
			),
			Method: http.MethodDelete,
			Path:   r.kind.path(accessPackageID) + "/" + url.PathEscape(targetID) + "/$ref",
		}
		err = r.packages.wire.Do(ctx, request)
		return request.Unsure, err
	})
	if err == nil {
		r.ownWrites.record(reference, false)
	}
	return err
}

// IsUnsure reports an error of [References.Add] after which the reference may exist.
func IsUnsure(err error) bool { return wire.IsAmbiguous(err) || waiting.IsContextEnd(err) }
