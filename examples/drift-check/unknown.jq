# Why a plan can't show whether every rule is in force, as a sentence. Empty if it can.

def rule: .mode == "managed" and (.type | startswith("elm_"));
def without_keys: gsub("\\[([0-9]+|\"(\\\\.|[^\"\\\\])*\")\\]"; "");

# A rule that someone has removed is only in the drift.
def in_state:
  [(.prior_state.values.root_module // {} | recurse(.child_modules[]?) | .resources[]?), .resource_drift[]?]
  | map(select(rule) | .address | without_keys);

# has_instance is true if no variable decides whether the resource or module exists.
def has_instance:
  all(.count_expression, .for_each_expression | values | .constant_value; if type == "number" then . > 0 else (length? // 0) > 0 end);
def declared($path):
  (.resources[]? | select(rule and has_instance) | $path + .address),
  (.module_calls // {} | to_entries[] | select(.value | has_instance) | .key as $name | .value.module | declared("\($path)module.\($name)."));

in_state as $state
| ([.configuration.root_module // {} | declared("")] - $state) as $lacking
| if .errored == true or .complete == false then "The plan is incomplete."
  elif $state == [] then
    "The state holds no elm_ resource. Check the workspace and the backend. If you have not applied a rule yet, start this check after the first apply."
  elif $lacking != [] then
    "The configuration declares \($lacking | join(", ")), but the state doesn't hold it. Check the workspace and the backend, or run terraform apply."
  else empty end
