# The drift of a plan, for people. A rule is written as its import ID. $unknown is a reason not to call the state complete.

# text keeps a value on its line and inside its cell and code span: without control characters, backticks and pipes.
def text: gsub("[\\p{C}\\p{Zl}\\p{Zp}]+"; " ") | gsub("`"; "'") | gsub("\\|"; "\\|");
def code: "`\(text)`";
def guid: ascii_downcase | sub("^.*/"; "");

# targets are the groups and access packages in a resource's rules.
def targets:
  if . == null then []
  else [.group_id, .incompatible_access_package_id, (.incompatible_group_ids // [])[], (.incompatible_access_package_ids // [])[]]
    | map(values | guid)
  end;

def rows:
  . as $resource
  | (.change.before | targets) as $before
  | (.change.after | targets) as $after
  | ((.change.before // .change.after).access_package_id | guid) as $package
  | (($before - $after)[] | ["\($package)/\(.)", "removed: the next apply adds it again"]),
    (($after - $before)[] | ["\($package)/\(.)", "added by someone else: the next apply removes it"]),
    (if $before == $after then [$package, "changed, but no rule in it"] else empty end)
  | "| \(.[0] | code) | \($resource.address | code) | \(.[1]) |";

# An unreadable plan is an error, not a plan without drift.
if (.planned_values | type) != "object" then error("this isn't a plan") else . end
| [.resource_drift // [] | .[] | select(.mode == "managed")] as $drift
| [$drift[] | select(.type | startswith("elm_")) | rows] as $rows
| [$drift[] | select(.type | startswith("elm_") | not) | .address | code] as $others
| "# Separation of duties: drift",
  "",
  (if $unknown != "" then "**Not known.** \($unknown)", (if $rows == [] then empty else "" end) else empty end),
  (if $rows == [] and $unknown != "" then empty
   elif $rows == [] then "Every rule in the state is in force, and no set has other rules."
   else "| Rule | Resource | What happened |", "|---|---|---|", $rows[] end),
  (if ($others | length) == 0 then empty else "", "Other resources have changed as well: \($others | join(", "))." end)
