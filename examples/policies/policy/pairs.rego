# Two access packages exclude each other, or the exceptions say why one way is enough: a rule stops who has the other one first, and not who has this one.
package elm

import rego.v1

one_way contains rule if {
	some rule in between("after")
	[access_package, other] := split(rule, "/")
	not key(other, access_package) in between("after")
}

deny contains message if {
	some rule in one_way
	not excepted("one_way", rule)
	[access_package, other] := split(rule, "/")
	message := sprintf("The rule %s has no opposite: who gets %s first can still request %s. Add the rule %s/%s, or add this one to \"one_way\" in the exceptions.", [
		rule, access_package, other, other, access_package,
	])
}
