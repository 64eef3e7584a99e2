package elm_test

import rego.v1

import data.elm

create := "ac000000-0000-4000-8000-000000000001"

approve := "ac000000-0000-4000-8000-000000000002"

clerks := "96000000-0000-4000-8000-000000000001"

exception := {"ticket": "CHG-1042", "expires": "2026-12-31"}

# plan has a single change, of a rule about a group unless type says otherwise.
plan(type, actions, before, after) := {
	"planned_values": {},
	"resource_changes": [{"mode": "managed", "type": type, "change": {"actions": actions, "before": before, "after": after}}],
}

group_rule := "elm_access_package_incompatible_group"

package_rule := "elm_access_package_incompatible_access_package"

whole_set := "elm_access_package_separation_of_duties"

group(access_package, target) := {"access_package_id": access_package, "group_id": target}

set_of_groups(targets) := {"access_package_id": create, "incompatible_group_ids": targets, "incompatible_access_package_ids": null}

denied(input_plan, exceptions) := messages if {
	messages := elm.deny with input as input_plan with data.exceptions as exceptions with elm.today as "2026-11-25"
}

warned(input_plan, exceptions) := messages if {
	messages := elm.warn with input as input_plan with data.exceptions as exceptions with elm.today as "2026-11-25"
}

test_what_is_no_plan if {
	some message in denied({"values": {"root_module": {}}}, {})
	contains(message, "This isn't a plan")
}

test_empty_plan if {
	denied({"planned_values": {}, "complete": true, "errored": false}, {}) == set()
}

test_passes if {
	elm.passes with input as {"planned_values": {}} with data.exceptions as {}
	not elm.passes with input as {} with data.exceptions as {}
}

test_half_a_plan if {
	count(denied({"planned_values": {}, "complete": false, "errored": true}, {})) == 2
}

test_rule_goes if {
	some message in denied(plan(group_rule, ["delete"], group(create, clerks), null), {})
	contains(message, sprintf("removes the rule %s/%s", [create, clerks]))
}

test_rule_goes_with_a_ticket if {
	exceptions := {"removed": {upper(sprintf("%s/%s", [create, clerks])): exception}}
	denied(plan(group_rule, ["delete"], group(create, clerks), null), exceptions) == set()
}

test_ticket_of_yesterday if {
	exceptions := {"removed": {sprintf("%s/%s", [create, clerks]): object.union(exception, {"expires": "2026-11-24"})}}
	count(denied(plan(group_rule, ["delete"], group(create, clerks), null), exceptions)) == 1
	some message in warned(plan(group_rule, ["delete"], group(create, clerks), null), exceptions)
	contains(message, "expired on 2026-11-24")
}

test_ticket_for_another_rule if {
	exceptions := {"removed": {sprintf("%s/%s", [approve, clerks]): exception}}
	count(denied(plan(group_rule, ["delete"], group(create, clerks), null), exceptions)) == 1
	some message in warned(plan(group_rule, ["delete"], group(create, clerks), null), exceptions)
	contains(message, "matches nothing in this plan")
}

test_rule_is_forgotten if {
	count(denied(plan(group_rule, ["forget"], group(create, clerks), null), {})) == 1
}

test_other_spelling_is_the_same_rule if {
	after := group(upper(create), concat("", ["/groups/", upper(clerks)]))
	denied(plan(group_rule, ["update"], group(create, clerks), after), {}) == set()
}

test_rule_moves_into_a_set if {
	moved := plan(group_rule, ["delete"], group(create, clerks), null)
	imported := {"mode": "managed", "type": whole_set, "change": {
		"actions": ["no-op"], "importing": {"id": create},
		"before": set_of_groups([clerks]), "after": set_of_groups([clerks]),
	}}
	both := object.union(moved, {"resource_changes": array.concat(moved.resource_changes, [imported])})
	denied(both, {}) == set()
}

test_data_sources_hold_nothing if {
	read := {"mode": "data", "type": group_rule, "change": {"actions": ["read"], "before": group(create, clerks), "after": null}}
	denied({"planned_values": {}, "resource_changes": [read]}, {}) == set()
}

test_set_becomes_smaller if {
	messages := denied(plan(whole_set, ["update"], set_of_groups([clerks, approve]), set_of_groups([clerks])), {})
	count(messages) == 1
}

test_set_becomes_empty if {
	tickets := {"removed": {sprintf("%s/%s", [create, clerks]): exception}}
	emptied := plan(whole_set, ["update"], set_of_groups([clerks]), set_of_groups([]))
	some message in denied(emptied, tickets)
	contains(message, "becomes empty")
	denied(emptied, object.union(tickets, {"emptied": {create: exception}})) == set()
}

test_set_is_given_up if {
	messages := denied(plan(whole_set, ["update"], set_of_groups([clerks]), set_of_groups(null)), {})
	count(messages) == 1
}

one_way := plan(package_rule, ["create"], null, {"access_package_id": create, "incompatible_access_package_id": approve})

test_one_way if {
	some message in denied(one_way, {})
	contains(message, sprintf("Add the rule %s/%s", [approve, create]))
	denied(one_way, {"one_way": {sprintf("%s/%s", [create, approve]): exception}}) == set()
}

test_pair_of_a_rule_and_a_set if {
	values := {"access_package_id": approve, "incompatible_group_ids": null, "incompatible_access_package_ids": [create]}
	other := {"mode": "managed", "type": whole_set, "change": {"actions": ["no-op"], "before": values, "after": values}}
	denied(object.union(one_way, {"resource_changes": array.concat(one_way.resource_changes, [other])}), {}) == set()
}

test_set_is_imported if {
	imported := plan(whole_set, ["update"], set_of_groups([]), set_of_groups([clerks]))
	denied(imported, {}) == set()
}

test_set_is_replaced if {
	denied(plan(whole_set, ["delete", "create"], set_of_groups([clerks]), set_of_groups([clerks])), {}) == set()
}

test_exceptions_have_a_ticket_and_an_end if {
	every wrong in [{}, {"ticket": " ", "expires": "2026-12-31"}, {"ticket": "CHG-1"}, {"ticket": "CHG-1", "expires": "soon"}, {"ticket": "CHG-1", "expires": "2027-02-30"}, {"ticket": 1, "expires": "2026-12-31"}] {
		some message in denied({"planned_values": {}}, {"removed": {"x": wrong}})
		contains(message, "needs a \"ticket\"")
	}
}

test_exceptions_of_no_sort if {
	some message in denied({"planned_values": {}}, {"remove": {"x": exception}})
	contains(message, "Exceptions of the sort \"remove\" don't exist")
}

# The exceptions file could extend its own exceptions.
test_data_do_not_set_today if {
	regex.match(`^\d{4}-\d{2}-\d{2}$`, elm.today) with data.today as "never"
}

# A resource of the plan's drift: removed by hand, while the configuration no longer has it.
drift(type, before, after) := {
	"planned_values": {}, "resource_changes": [],
	"resource_drift": [{"mode": "managed", "type": type, "change": {"actions": ["update"], "before": before, "after": after}}],
}

test_rule_is_removed_by_hand_and_then_from_the_configuration if {
	messages := denied(drift(group_rule, group(create, clerks), null), {})
	messages == denied(plan(group_rule, ["delete"], group(create, clerks), null), {})
	count(messages) == 1
}

test_rule_is_removed_by_hand_and_made_again if {
	made_again := plan(group_rule, ["create"], null, group(create, clerks)).resource_changes
	denied(object.union(drift(group_rule, group(create, clerks), null), {"resource_changes": made_again}), {}) == set()
}

test_set_is_emptied_by_hand_and_then_in_the_configuration if {
	unchanged := plan(whole_set, ["no-op"], set_of_groups([]), set_of_groups([])).resource_changes
	by_hand := object.union(drift(whole_set, set_of_groups([clerks]), set_of_groups([])), {"resource_changes": unchanged})
	count(denied(by_hand, {})) == 2
}

# An update of a set names what it removes. The list's own difference has the same rules.
test_set_names_what_it_removes if {
	after := object.union(set_of_groups([clerks]), {"removed_group_ids": [approve], "removed_access_package_ids": []})
	update := plan(whole_set, ["update"], set_of_groups([clerks]), after)
	some message in denied(update, {})
	contains(message, sprintf("removes the rule %s/%s", [create, approve]))
	denied(update, {"removed": {sprintf("%s/%s", [create, approve]): exception}}) == set()
}

# A set that doesn't change keeps what its last apply removed. That removal needs no ticket any more.
test_set_without_changes if {
	after := object.union(set_of_groups([clerks]), {"removed_group_ids": [approve]})
	denied(plan(whole_set, ["no-op"], after, after), {}) == set()
}
