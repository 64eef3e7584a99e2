# Every removed rule requires a ticket.
package elm

import rego.v1

# gone are rules that no resource manages after the apply: destroyed, left out of a set, or no longer managed. A rule that moves to another
# resource isn't gone.
gone := (rules_before | removed_by_sets) - rules_after

# removed_by_sets are the rules that a set itself says the apply removes. A set that doesn't change still has what its last apply removed.
removed_by_sets := in_sets(changing, {"removed_group_ids", "removed_access_package_ids"}, "after")

changing contains resource if {
	some resource in changes
	not resource.change.actions == ["no-op"]
}

deny contains message if {
	some rule in gone
	not excepted("removed", rule)
	message := sprintf("The plan removes the rule %s or stops managing it, without a ticket. Keep it, or add it to \"removed\" in the exceptions.", [rule])
}

# A set can become empty because a file couldn't be read. An emptied set therefore requires its own exception.
emptied contains access_package if {
	some resource in (changes | drifted)
	resource.type == whole_sets
	some kind in kinds
	count(resource.change.before[kind]) > 0
	access_package := guid(resource.change.before.access_package_id)
	access_package in empty_after[kind]
}

# empty_after maps each list to the access packages for which it is planned to be empty.
empty_after[kind] contains guid(resource.change.after.access_package_id) if {
	some resource in changes
	resource.type == whole_sets
	some kind in kinds
	count(resource.change.after[kind]) == 0
}

deny contains message if {
	some access_package in emptied
	not excepted("emptied", access_package)
	message := sprintf("A list of rules of %s becomes empty. If that is intended, add the access package to \"emptied\" in the exceptions.", [access_package])
}
