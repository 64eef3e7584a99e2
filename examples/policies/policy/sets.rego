# No set adopts silently: the apply that gives a set a kind which it did not have takes over the rules that it names and removes the others, and a plan
# as JSON shows neither. With an import block it shows all of them.
package elm

import rego.v1

adopting contains access_package if {
	some resource in changes
	resource.type == whole_sets
	some kind in kinds
	has(resource.change, kind)
	not had(resource.change, kind)
	access_package := guid(resource.change.after.access_package_id)
	not refuses_to_adopt(access_package)
}

has(change, kind) if change.after[kind] != null

has(change, kind) if change.after_unknown[kind] == true

# A set that is imported has both kinds before, and one that is replaced was read before.
had(change, kind) if {
	change.before[kind] != null
	guid(change.before.access_package_id) == guid(change.after.access_package_id)
}

# With adopt_existing = false rules that are there already are an error of the apply. But where it gives up rules of the same access package, the
# provider takes the others for some that change hands.
refuses_to_adopt(access_package) if {
	configurations := [p | some p in input.configuration.provider_config; endswith(p.full_name, "/entra-elm/elm")]
	count(configurations) > 0
	every p in configurations {
		p.expressions.adopt_existing.constant_value == false
	}
	not gives_up(access_package)
}

gives_up(access_package) if {
	some resource in changes
	resource.type in (object.keys(single_rules) | {whole_sets})
	"delete" in resource.change.actions
	guid(resource.change.before.access_package_id) == access_package
}

deny contains message if {
	some access_package in adopting
	not excepted("adopted", access_package)
	message := sprintf("The set of %s takes over the rules that are there, and removes those that it does not name. %s", [
		access_package,
		"Import it, so that the plan shows them, or set adopt_existing = false and destroy no rule of it in the same run, or add it to \"adopted\" in the exceptions.",
	])
}
