package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// missingCodes are the published codes that say, with a 404, that something is not there that the request names.
var missingCodes = map[string]bool{
	"ResourceNotFound": true, // entitlement management
	"itemNotFound":     true, // Graph's generic code
}

// missingGroupCodes say the same of a group. They mean nothing about an access package: its list may fail because of a
// group that it holds.
var missingGroupCodes = map[string]bool{
	"Request_ResourceNotFound":       true, // directory
	"ResourceNotFoundInOriginSystem": true, // a group that entitlement management does not see yet
}

// IsGone reports a 404 that says, in one of the published codes, that what the request named is not there. Any other
// 404 speaks of a route or comes from a gateway in between, and says nothing about what a state holds.
func IsGone(err error) bool {
	e, ok := errors.AsType[*wire.Error](err)
	return ok && e.Status == http.StatusNotFound && !errors.As(err, new(*partMissingError)) &&
		(missingCodes[e.Code] || namesGroup(e) && missingGroupCodes[e.Code])
}

// IsAccessPackageGone reports that an access package doesn't exist, rather than something below it, or a group.
func IsAccessPackageGone(err error) bool {
	if missing, ok := errors.AsType[*MissingError](err); ok {
		return missing.AccessPackage
	}
	e, ok := errors.AsType[*wire.Error](err)
	return ok && IsGone(err) && strings.HasPrefix(e.Path, accessPackagePath("")) &&
		!strings.Contains(strings.TrimPrefix(e.Path, accessPackagePath("")), "/")
}

// partMissingError is a 404 about something below an access package that exists. It says nothing about the access
// package.
type partMissingError struct{ err error }

func (e *partMissingError) Error() string {
	return e.err.Error() + "; the access package itself exists, so this answer doesn't mean that it was deleted"
}

// Unwrap gives the service's answer.
func (e *partMissingError) Unwrap() error { return e.err }

// The collections of the directory.
const (
	groupsPath            = "/groups/"
	usersPath             = "/users/"
	servicePrincipalsPath = "/servicePrincipals/"
)

// namesGroup reports whether something that is not there may be a group, or someone else of the directory.
func namesGroup(e *wire.Error) bool {
	return e.Method != http.MethodGet || strings.HasPrefix(e.Path, groupsPath) ||
		strings.HasPrefix(e.Path, usersPath) || strings.HasPrefix(e.Path, servicePrincipalsPath)
}

// isLasting reports a refusal that the next reader would get, too. Others, such as a 429 for which the reader had no
// time, wouldn't be the same.
func isLasting(err error) bool { return wire.IsForbidden(err) || IsGone(err) }

// misses records which IDs are missing, and since when.
type misses struct {
	clock  waiting.Clock
	logged sync.Once

	mu   sync.Mutex
	byID map[string]time.Time
}

// Await looks for something by its ID, and looks again while it is missing, because it may be new. All IDs that stay
// missing share one minute of a run, which starts when the first is missed. The wait also ends when the caller finds it
// pointless.
func (m *misses) Await(ctx context.Context, id string, find func() error, pointless func() bool) error {
	for attempt := 0; ; attempt++ {
		err := find()
		if !IsGone(err) {
			m.found(id)
			return err
		}
		hopeless := pointless()
		now := m.clock.Now()
		left := m.since(id, now).Add(VisibilityWindow).Sub(now)
		if left <= 0 || hopeless {
			return err
		}
		m.logged.Do(func() {
			tflog.Info(
				ctx,
				"Microsoft Graph doesn't show an object yet; looking up missing objects for up to a minute",
				map[string]any{"id": id, "wait": left.String()},
			)
		})
		if waiting.Within(ctx, m.clock, min(waiting.Backoff(attempt), left)) != nil {
			return err
		}
	}
}

// since records that an ID is missing, and returns when the first of all missing IDs was missed.
func (m *misses) since(id string, now time.Time) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.byID[id]; !known {
		m.byID[id] = now
	}
	first := now
	for _, at := range m.byID {
		if at.Before(first) {
			first = at
		}
	}
	return first
}

// found forgets an ID that is there, so that it doesn't shorten the wait for objects that are created later in the run.
func (m *misses) found(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.byID, id)
}

// MissingError says which end of a reference the service does not know.
type MissingError struct {
	AccessPackage bool // whether the access package is missing; if false, the target is
	Err           error
}

func (e *MissingError) Error() string { return e.Err.Error() }

// Unwrap gives the service's answer.
func (e *MissingError) Unwrap() error { return e.Err }
