# A line for each problem of a plan's checks, as an annotation where GitHub runs this.

# Names in a message are chosen by others. Without control characters a line stays one line.
def text: gsub("[\\p{C}\\p{Zl}\\p{Zp}]+"; " ");
def line:
  if $ENV.GITHUB_ACTIONS == "true" then "::error title=Separation of duties::" + (text | gsub("%"; "%25"))
  else "check: " + text end;

def results: [.checks[]? | select(.status != "pass")];
def missing: [$checks | splits(" +") | select(. != "")] - [.checks[]?.address.to_display];

(select(.errored == true) | "The plan ended with an error." | line),
(select(.complete == false) | "The plan is incomplete." | line),
(missing[] | "\(.) is missing in the plan." | line),
(results[]
  | .address.to_display as $check
  | [.instances[]?.problems[]?.message | split("\n")[] | select(test("\\S"))] as $messages
  | if $messages == [] then "\($check) has no result (\(.status))." else $messages[] end
  | line)
