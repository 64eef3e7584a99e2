# No set adopts silently. When a set begins to manage a list, the apply adopts the rules in the list and removes all others. The plan shows the
# others only if the set is imported or if the set's removed_* attribute is known.
package elm

import rego.v1

adopting contains access_package if {
	some resource in changes
	resource.type == whole_sets
	some shown, kind in shown_removals
	manages(resource.change, kind)
	not managed(resource.change, kind)
	not shows(resource.change, shown)
	access_package := guid(resource.change.after.access_package_id)
	not refuses_to_adopt(access_package)
}

shows(change, attribute) if is_array(change.after[attribute])

manages(change, kind) if change.after[kind] != null

manages(change, kind) if change.after_unknown[kind] == true

# managed is true for an imported set, which has both lists before, and for a replaced one, whose rules were refreshed.
managed(change, kind) if {
	change.before[kind] != null
	guid(change.before.access_package_id) == guid(change.after.access_package_id)
}

# With adopt_existing = false, existing rules are an error of the apply. The exception is an apply that also destroys rules of the same access
# package, because the provider can't tell those from rules that move.
refuses_to_adopt(access_package) if {
	configurations := [p | some p in input.configuration.provider_config; endswith(p.full_name, "/entra-elm/elm")]
	count(configurations) > 0
	every p in configurations {
		p.expressions.adopt_existing.constant_value == false
	}
	not destroys(access_package)
}

destroys(access_package) if {
	some resource in changes
	resource.type in (object.keys(single_rules) | {whole_sets})
	"delete" in resource.change.actions
	guid(resource.change.before.access_package_id) == access_package
}

deny contains message if {
	some access_package in adopting
	not excepted("adopted", access_package)
	message := sprintf("The set of %s adopts existing rules and removes those that it doesn't list, and the plan doesn't show them. %s", [
		access_package,
		"Import it, or set adopt_existing = false and destroy no rule of this access package in the same apply, or add it to \"adopted\" in the exceptions.",
	])
}
