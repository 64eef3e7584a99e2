# pass if every check in the plan has passed and all required checks are in it, fail if one has failed, otherwise unknown.

def required: [$checks | splits(" +") | select(. != "")];
def passed: [.checks[]? | select(.status == "pass" and any(.instances[]?; .status == "pass")) | .address.to_display];
def known: all(.checks[]?; .status == "pass" or .status == "fail");

if .errored == true or .complete == false or (known | not) or (required - [.checks[]?.address.to_display]) != [] then "unknown"
elif any(.checks[]?; .status == "fail") then "fail"
elif required - passed == [] then "pass"
else "unknown" end
