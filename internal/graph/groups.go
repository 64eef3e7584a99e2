package graph

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Group is a group of the directory.
type Group struct {
	ID          string // GUID, lower case
	DisplayName string
	GroupTypes  []string // "Unified" for a Microsoft 365 group

	SecurityEnabled bool // set by [Client.Group] only

	// Set by [Client.Groups] only. The rule is empty where the caller may not read it.
	MembershipRule, MembershipRuleProcessingState string
}

// Dynamic reports that a rule decides who is a member.
func (g Group) Dynamic() bool { return slices.Contains(g.GroupTypes, "DynamicMembership") }

// Paused reports that Microsoft Graph has stopped evaluating the rule.
func (g Group) Paused() bool { return strings.EqualFold(g.MembershipRuleProcessingState, "Paused") }

// Frozen says why the membership of a group no longer changes, or nothing. Since 2026-11-03 Microsoft Entra doesn't
// evaluate rules with memberOf any more.
func (g Group) Frozen() (reason string) {
	switch {
	case !g.Dynamic():
		return ""
	case g.Paused():
		return "the processing of its membership rule is paused"
	case memberOf.MatchString(g.MembershipRule):
		return "its membership rule uses memberOf, which Microsoft Entra stopped evaluating on 2026-11-03"
	default:
		return ""
	}
}

// memberOf finds the attribute in a rule, such as "user.memberof -any (group.objectId -in ['…'])".
var memberOf = regexp.MustCompile(`(?i)\b(user|device)\.memberof\b`)

// groupReader reads groups of the directory.
type groupReader struct {
	wire    *wire.Client
	names   *names
	kept    reads[string, Group]
	members reads[string, Members]
}

// Group reads a group of the directory, once per run. The caller needs GroupMember.Read.All, which managing rules does
// not.
//
// See https://learn.microsoft.com/graph/api/group-get.
func (g *groupReader) Group(ctx context.Context, id string) (Group, error) {
	operation := fmt.Sprintf("reading group %s", id)
	return g.kept.once(ctx, operation, id, func(ctx context.Context) (Group, error) {
		group, err := readOne(ctx, g.wire, id, func(group Group) string { return group.ID }, wire.Request{
			Operation: operation,
			Path:      groupPath(id),
			Query:     url.Values{"$select": {"id,displayName,securityEnabled,groupTypes"}},
			Version:   wire.V1,
		})
		group.ID = strings.ToLower(group.ID)
		g.names.keep(id, group.DisplayName)
		return group, err
	})
}

func groupPath(id string) string { return groupsPath + url.PathEscape(id) }

// Members is everything that is in a group, directly or through groups inside it, by object ID.
type Members struct {
	All      Subjects
	notUsers Subjects
}

// UsersWithout gives the users who aren't in a set, and members of whom Microsoft Graph doesn't say what they are.
func (m Members) UsersWithout(others Subjects) Subjects {
	return m.All.without(others).without(m.notUsers)
}

type memberRecord struct {
	ID   string `json:"id"`
	Type string `json:"@odata.type"`
}

// Members gives everything that is in a group, directly or through groups inside it, by object id, asked once per run.
//
// It does not ask for users only: Graph answers such a query from an index that may be out of date. An empty answer is
// believed only after reading the group.
//
// See https://learn.microsoft.com/graph/api/group-list-transitivemembers.
func (g *groupReader) Members(ctx context.Context, groupID string) (Members, error) {
	const largestPage = "999"
	operation := fmt.Sprintf("listing the members of group %s", groupID)
	return g.members.once(ctx, operation, groupID, func(ctx context.Context) (Members, error) {
		members := Members{Subjects{}, Subjects{}}
		err := wire.Each(ctx, g.wire, wire.Request{
			Operation: operation,
			Path:      groupPath(groupID) + "/transitiveMembers",
			Query:     url.Values{"$select": {"id"}, "$top": {largestPage}},
			Version:   wire.V1,
		}, func(member memberRecord) (bool, error) {
			if member.ID == "" {
				return false, errors.New("a member has no ID")
			}
			id := strings.ToLower(member.ID)
			members.All.add(id, 0)
			if member.Type != "" && !strings.EqualFold(member.Type, "#microsoft.graph.user") {
				members.notUsers.add(id, 0)
			}
			return true, nil
		})
		if err == nil && members.All.Count() == 0 {
			_, err = g.Group(ctx, groupID)
		}
		return members, err
	})
}

// groupsPerRequest is how many values a filter of the directory takes. See
// https://learn.microsoft.com/graph/filter-query-parameter.
const groupsPerRequest = 15

// Groups reads groups by their IDs (GUIDs, lower case), a few at a time. The result has those that exist.
//
// See https://learn.microsoft.com/graph/api/group-list.
func (g *groupReader) Groups(ctx context.Context, ids []string) (map[string]Group, error) {
	found := map[string]Group{}
	for some := range slices.Chunk(ids, groupsPerRequest) {
		err := wire.Each(ctx, g.wire, wire.Request{
			Operation: fmt.Sprintf("reading %d groups, the first of which is %s", len(some), some[0]),
			Path:      strings.TrimSuffix(groupsPath, "/"),
			Query: url.Values{
				"$filter": {"id in ('" + strings.Join(some, "','") + "')"},
				"$select": {"id,displayName,groupTypes,membershipRule,membershipRuleProcessingState"},
			},
			Version: wire.V1,
		}, func(group Group) (bool, error) {
			if group.ID == "" {
				return false, errors.New("a group has no ID")
			}
			if group.ID = strings.ToLower(group.ID); !slices.Contains(some, group.ID) {
				return false, errFilterIgnored
			}
			found[group.ID] = group
			g.names.keep(group.ID, group.DisplayName)
			return true, nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
