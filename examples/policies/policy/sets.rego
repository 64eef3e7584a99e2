# No set adopts silently: the apply that makes a set takes over the rules that it names and removes the others, and a plan as JSON shows neither.
# With an import block it shows all of them.
package elm

import rego.v1

adopting contains guid(resource.change.after.access_package_id) if {
	some resource in changes
	resource.type == whole_sets
	"create" in resource.change.actions
	not resource.change.importing
	not same_access_package(resource.change)
	not refuses_to_adopt
}

# A set that is replaced was read before.
same_access_package(change) if guid(change.before.access_package_id) == guid(change.after.access_package_id)

# With adopt_existing = false an access package that has rules already is an error of the apply.
refuses_to_adopt if {
	configurations := [p | some p in input.configuration.provider_config; endswith(p.full_name, "/entra-elm/elm")]
	count(configurations) > 0
	every p in configurations {
		p.expressions.adopt_existing.constant_value == false
	}
}

deny contains message if {
	some access_package in adopting
	not excepted("adopted", access_package)
	message := sprintf("The set of %s takes over the rules that are there, and removes those that it does not name. %s", [
		access_package,
		"Import it, so that the plan shows them, or set adopt_existing = false, or add it to \"adopted\" in the exceptions.",
	])
}
