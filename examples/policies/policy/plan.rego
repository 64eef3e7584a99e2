# What a plan says about rules of separation of duties, whichever resource holds them. A rule is written as its import id, the access package
# and the group or access package that is incompatible with it, in lower case.
package elm

import rego.v1

single_rules := {
	"elm_access_package_incompatible_group": "group_id",
	"elm_access_package_incompatible_access_package": "incompatible_access_package_id",
}

whole_sets := "elm_access_package_separation_of_duties"

kinds := {"incompatible_group_ids", "incompatible_access_package_ids"}

changes contains resource if {
	some resource in input.resource_changes
	resource.mode == "managed"
}

# rules are those of one side of the plan: "before" or "after".
rules(side) := single(side, object.keys(single_rules)) | in_sets(side, kinds)

# between are the rules between two access packages.
between(side) := single(side, {"elm_access_package_incompatible_access_package"}) | in_sets(side, {"incompatible_access_package_ids"})

single(side, types) := {key(values.access_package_id, values[single_rules[type]]) |
	some type in types
	some resource in changes
	resource.type == type
	values := resource.change[side]
}

in_sets(side, attributes) := {key(values.access_package_id, target) |
	some resource in changes
	resource.type == whole_sets
	values := resource.change[side]
	some attribute in attributes
	some target in values[attribute]
}

key(access_package, target) := sprintf("%s/%s", [guid(access_package), guid(target)])

# guid understands azuread's /groups/<guid>, and capital letters.
guid(id) := lower(regex.replace(id, `^.*/`, ""))

# What is no plan, or half of one, must not pass for a plan in which nothing goes.
deny contains "This is no plan. Give what `terraform show -json` prints of a file that `terraform plan -out` wrote." if {
	not input.planned_values
}

deny contains "The plan ended with an error. Make it again." if input.errored == true

deny contains "The plan leaves something out, because of -target or what was deferred: what goes beside it is not seen. Plan the whole." if {
	input.complete == false
}

# passes is what to ask for an exit code: where no policy was loaded it is not defined, as it is where one denies.
passes if count(deny) == 0
