# Exceptions: what is allowed for a while, by whose ticket. They are data, in a file that is reviewed as the configuration is.
package elm

import rego.v1

# today may be given as data, so that tests and repeated runs judge by the same day.
today := data.today

today := time.format([time.now_ns(), "UTC", "2006-01-02"]) if not data.today

# What an exception may be about, with what it is about in this plan.
excused := {"removed": gone, "emptied": emptied, "one_way": one_way, "adopted": adopting}

excepted(part, name) if {
	some written, exception in data.exceptions[part]
	lower(written) == name
	valid(exception)
	exception.expires >= today
}

valid(exception) if {
	regex.match(`\S`, exception.ticket)
	regex.match(`^\d{4}-\d{2}-\d{2}$`, exception.expires)
}

deny contains message if {
	some part, entries in data.exceptions
	some name, exception in entries
	not valid(exception)
	message := sprintf("The exception %s/%s needs a \"ticket\", and \"expires\" with its last day as YYYY-MM-DD.", [part, name])
}

deny contains message if {
	some part in (object.keys(data.exceptions) - object.keys(excused))
	message := sprintf("There are no exceptions of the sort %q, only %s.", [part, concat(", ", object.keys(excused))])
}

warn contains message if {
	some part, entries in data.exceptions
	some name, exception in entries
	valid(exception)
	exception.expires < today
	message := sprintf("The exception %s/%s (%s) expired on %s.", [part, name, exception.ticket, exception.expires])
}

warn contains message if {
	some part, entries in data.exceptions
	some name, exception in entries
	not lower(name) in excused[part]
	message := sprintf("The exception %s/%s (%s) is about nothing in this plan. Remove it when its change is applied.", [part, name, object.get(exception, "ticket", "no ticket")])
}
