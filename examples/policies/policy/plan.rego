# What a plan says about separation of duties rules, whichever resource manages them. A rule is written as its import ID: the access package
# and the incompatible group or access package, in lower case.
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

# drifted are resources that someone changed or removed outside Terraform since the last apply.
drifted contains resource if {
	some resource in input.resource_drift
	resource.mode == "managed"
}

# rules_before are in force or were after the last apply. Drift counts: a rule that was removed by hand first and then left out of the
# configuration is in no resource change.
rules_before := held(changes, "before") | held(drifted, "before")

rules_after := held(changes, "after")

# rules_between are the planned rules between two access packages.
rules_between := single(changes, {"elm_access_package_incompatible_access_package"}, "after") | in_sets(changes, {"incompatible_access_package_ids"}, "after")

held(resources, side) := single(resources, object.keys(single_rules), side) | in_sets(resources, kinds, side)

single(resources, types, side) := {key(values.access_package_id, values[single_rules[type]]) |
	some type in types
	some resource in resources
	resource.type == type
	values := resource.change[side]
}

in_sets(resources, attributes, side) := {key(values.access_package_id, target) |
	some resource in resources
	resource.type == whole_sets
	values := resource.change[side]
	some attribute in attributes
	some target in values[attribute]
}

key(access_package, target) := sprintf("%s/%s", [guid(access_package), guid(target)])

# guid understands azuread's /groups/<guid> and upper case.
guid(id) := lower(regex.replace(id, `^.*/`, ""))

# An incomplete plan must not pass for one that removes nothing.
deny contains "This isn't a plan. Give the output of `terraform show -json` for a file that `terraform plan -out` wrote." if {
	not input.planned_values
}

deny contains "The plan ended with an error. Plan again." if input.errored == true

deny contains "The plan is incomplete because of -target or deferred changes, so it doesn't show every removal. Plan without -target." if {
	input.complete == false
}

# passes decides the exit code. It is undefined when a policy denies, and also when no policy was loaded.
passes if count(deny) == 0
