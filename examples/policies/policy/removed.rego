# No rule goes without a ticket.
package elm

import rego.v1

# gone are rules that nothing holds any more: destroyed, left out of a set, or given up and left to the service. What only moves to
# another resource of the configuration stays.
gone := rules("before") - rules("after")

deny contains message if {
	some rule in gone
	not excepted("removed", rule)
	message := sprintf("The rule %s goes or is given up, and no ticket says that it may. Keep it, or add it to \"removed\" in the exceptions.", [rule])
}

# A file that could not be read makes an empty set, too. So a set that becomes empty has an exception of its own.
emptied contains guid(resource.change.before.access_package_id) if {
	some resource in changes
	resource.type == whole_sets
	some kind in kinds
	count(resource.change.before[kind]) > 0
	count(resource.change.after[kind]) == 0
}

deny contains message if {
	some access_package in emptied
	not excepted("emptied", access_package)
	message := sprintf("A set of %s becomes empty. If nothing is to be kept apart from it, add it to \"emptied\" in the exceptions.", [access_package])
}
