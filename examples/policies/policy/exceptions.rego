# Exceptions: what a ticket allows, and until when. They are data in a file that is reviewed like the configuration.
package elm

import rego.v1

# today is the clock's. No data can set it: the exceptions file would extend its own exceptions.
today := time.format([time.now_ns(), "UTC", "2006-01-02"])

# excused maps each sort of exception to what this plan has for it.
excused := {"removed": gone, "emptied": emptied, "one_way": one_way}

excepted(part, name) if {
	some written, exception in data.exceptions[part]
	lower(written) == name
	valid(exception)
	exception.expires >= today
}

valid(exception) if {
	regex.match(`\S`, exception.ticket)
	is_date(exception.expires)
}

# is_date refuses 2027-02-30, which would otherwise compare as later than any day in February.
is_date(text) if {
	regex.match(`^\d{4}-\d{2}-\d{2}$`, text)
	time.parse_ns("2006-01-02", text)
}

deny contains message if {
	some part, entries in data.exceptions
	some name, exception in entries
	not valid(exception)
	message := sprintf("The exception %s/%s needs a \"ticket\", and \"expires\" with its last day as YYYY-MM-DD.", [part, name])
}

deny contains message if {
	some part in (object.keys(data.exceptions) - object.keys(excused))
	message := sprintf("Exceptions of the sort %q don't exist. The sorts are %s.", [part, concat(", ", object.keys(excused))])
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
	message := sprintf("The exception %s/%s (%s) matches nothing in this plan. Remove it once its change is applied.", [
		part, name, object.get(exception, "ticket", "no ticket"),
	])
}
