//go:build microsoftgraph

package interop

import (
	"github.com/hashicorp/go-azure-sdk/microsoft-graph/common-types/beta"
	"github.com/hashicorp/go-azure-sdk/microsoft-graph/groups/beta/group"
	"github.com/hashicorp/go-azure-sdk/microsoft-graph/groups/beta/member"
	"github.com/hashicorp/go-azure-sdk/microsoft-graph/groups/beta/memberof"
	"github.com/hashicorp/go-azure-sdk/microsoft-graph/groups/beta/owner"
	"github.com/hashicorp/go-azure-sdk/sdk/nullable"
)

func (k sdk) makeGroup() beta.GroupId {
	k.t.Helper()
	groups, err := group.NewGroupClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(groups.Client)
	people := []string{groups.Client.BaseUri + beta.NewDirectoryObjectID(emulatedUser).ID()}
	made, err := groups.CreateGroup(k.ctx, beta.Group{
		DisplayName: nullable.Value("Auditors"), MailNickname: nullable.Value("auditors"), GroupTypes: &[]string{},
		MailEnabled: nullable.Value(false), SecurityEnabled: nullable.Value(true), MembershipRule: nullable.NoZero(""), Owners_ODataBind: &people,
	}, group.DefaultCreateGroupOperationOptions())
	must(k.t, err)
	id := beta.NewGroupID(*made.Model.Id)
	_, err = groups.UpdateGroup(k.ctx, id, beta.Group{Description: nullable.Value("Who look")}, group.DefaultUpdateGroupOperationOptions())
	must(k.t, err)
	read, err := groups.GetGroup(k.ctx, id, group.DefaultGetGroupOperationOptions())
	must(k.t, err)
	if read.Model.Description.GetOrZero() != "Who look" || read.Model.MailNickname.GetOrZero() != "auditors" {
		k.t.Errorf("the group is %+v", read.Model)
	}
	filter := "displayName eq 'Auditors'"
	listed, err := groups.ListGroups(k.ctx, group.ListGroupsOperationOptions{Filter: &filter})
	must(k.t, err)
	if len(*listed.Model) != 1 {
		k.t.Errorf("listed are %d", len(*listed.Model))
	}
	k.people(id)
	return id
}

// people holds the owners and members of a group, which the SDK tells apart by their types.
func (k sdk) people(id beta.GroupId) {
	k.t.Helper()
	owners, err := owner.NewOwnerClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(owners.Client)
	listed, err := owners.ListOwners(k.ctx, id, owner.DefaultListOwnersOperationOptions())
	must(k.t, err)
	if _, isUser := (*listed.Model)[0].(beta.User); len(*listed.Model) != 1 || !isUser {
		k.t.Errorf("the owners are %+v", *listed.Model)
	}
	members, err := member.NewMemberClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(members.Client)
	reference := members.Client.BaseUri + beta.NewDirectoryObjectID(emulatedUser).ID()
	_, err = members.AddMemberRef(k.ctx, id, beta.ReferenceCreate{ODataId: &reference}, member.DefaultAddMemberRefOperationOptions())
	must(k.t, err)
	joined, err := members.ListMembers(k.ctx, id, member.DefaultListMembersOperationOptions())
	must(k.t, err)
	if len(*joined.Model) != 1 {
		k.t.Errorf("the members are %+v", *joined.Model)
	}
	_, err = members.RemoveMemberRef(k.ctx, beta.NewGroupIdMemberID(id.GroupId, emulatedUser), member.DefaultRemoveMemberRefOperationOptions())
	must(k.t, err)
	above, err := memberof.NewMemberOfClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(above.Client)
	_, err = above.ListMemberOfs(k.ctx, id, memberof.DefaultListMemberOfsOperationOptions())
	must(k.t, err)
}
