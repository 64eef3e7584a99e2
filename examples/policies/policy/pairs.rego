# Two access packages exclude each other, unless an exception allows one direction. A single rule stops someone who holds the other access
# package first. It doesn't stop someone who holds this one first.
package elm

import rego.v1

one_way contains rule if {
	some rule in rules_between
	[access_package, other] := split(rule, "/")
	not key(other, access_package) in rules_between
}

deny contains message if {
	some rule in one_way
	not excepted("one_way", rule)
	[access_package, other] := split(rule, "/")
	message := sprintf("The rule %s has no opposite: anyone who gets %s first can still request %s. Add the rule %s/%s, or add this one to \"one_way\" in the exceptions.", [
		rule, access_package, other, other, access_package,
	])
}
