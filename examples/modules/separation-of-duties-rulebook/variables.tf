variable "access_packages" {
  type = map(object({
    id         = string
    catalog_id = string
  }))
  nullable    = false
  description = "Access packages by a name of your choice, which functions use. The module manages all rules of each, and removes all rules of one that no risk affects."
}

variable "groups" {
  type        = map(string)
  default     = {}
  nullable    = false
  description = "Object IDs of groups by a name of your choice. Also accepts azuread's form, `/groups/<guid>`."
}

variable "functions" {
  type = map(object({
    description     = string
    access_packages = set(string)
    groups          = set(string)
  }))
  nullable    = false
  description = "Business functions by name, with the access packages and groups that grant them. Every attribute is required, so Terraform reports misspelled ones. Use [] if nothing grants the function yet."

  validation {
    condition     = alltrue([for function in values(var.functions) : function.access_packages != null && function.groups != null])
    error_message = "A list is missing, write [] for none: ${join(", ", [for name, function in var.functions : name if function.access_packages == null || function.groups == null])}."
  }

  validation {
    condition = alltrue([for function in values(var.functions) : length(setsubtract(coalesce(function.access_packages, []), keys(var.access_packages))) == 0])
    error_message = "A function can use only names in access_packages. These names are missing there: ${join("; ", [
      for name, function in var.functions : "${name}: ${join(", ", setsubtract(coalesce(function.access_packages, []), keys(var.access_packages)))}"
      if length(setsubtract(coalesce(function.access_packages, []), keys(var.access_packages))) > 0
    ])}."
  }

  validation {
    condition = alltrue([for function in values(var.functions) : length(setsubtract(coalesce(function.groups, []), keys(var.groups))) == 0])
    error_message = "A function can use only names in groups. These names are missing there: ${join("; ", [
      for name, function in var.functions : "${name}: ${join(", ", setsubtract(coalesce(function.groups, []), keys(var.groups)))}"
      if length(setsubtract(coalesce(function.groups, []), keys(var.groups))) > 0
    ])}."
  }
}

variable "risks" {
  type = map(object({
    name                 = string
    severity             = string
    functions            = list(string)
    owner                = string
    rationale            = string
    compensating_control = string
    references           = list(string)
  }))
  nullable    = false
  description = "The functions that no one may combine, by an ID of your choice, such as `P2P-1`. Each risk has a severity, an owner and a rationale. Write \"\" for no compensating control and [] for no references."

  validation {
    condition     = alltrue([for risk in values(var.risks) : contains(["critical", "high", "medium", "low"], coalesce(risk.severity, "-"))])
    error_message = "A severity must be critical, high, medium or low. Correct these risks: ${join(", ", [for id, risk in var.risks : "${id} (${coalesce(risk.severity, "null")})" if !contains(["critical", "high", "medium", "low"], coalesce(risk.severity, "-"))])}."
  }

  validation {
    condition     = alltrue([for risk in values(var.risks) : trimspace(coalesce(risk.name, " ")) != "" && trimspace(coalesce(risk.owner, " ")) != "" && trimspace(coalesce(risk.rationale, " ")) != ""])
    error_message = "A risk has a name, an owner and a rationale. One of them is empty in ${join(", ", [for id, risk in var.risks : id if trimspace(coalesce(risk.name, " ")) == "" || trimspace(coalesce(risk.owner, " ")) == "" || trimspace(coalesce(risk.rationale, " ")) == ""])}."
  }

  validation {
    condition     = alltrue([for risk in values(var.risks) : risk.compensating_control != null && risk.references != null])
    error_message = "Write \"\" for no compensating control and [] for no references. One of them is null in ${join(", ", [for id, risk in var.risks : id if risk.compensating_control == null || risk.references == null])}."
  }

  validation {
    condition = alltrue([for risk in values(var.risks) : length(setsubtract(coalesce(risk.functions, []), keys(var.functions))) == 0])
    error_message = "A risk can use only names in functions. These names are missing there: ${join("; ", [
      for id, risk in var.risks : "${id}: ${join(", ", setsubtract(coalesce(risk.functions, []), keys(var.functions)))}"
      if length(setsubtract(coalesce(risk.functions, []), keys(var.functions))) > 0
    ])}."
  }

  validation {
    condition     = alltrue([for risk in values(var.risks) : length(coalesce(risk.functions, [])) > 1 && length(distinct(coalesce(risk.functions, []))) == length(coalesce(risk.functions, []))])
    error_message = "A risk needs at least two functions, each named once. Correct these risks: ${join(", ", [for id, risk in var.risks : id if length(coalesce(risk.functions, [])) < 2 || length(distinct(coalesce(risk.functions, []))) < length(coalesce(risk.functions, []))])}."
  }

  # An access package in both functions is the risk itself, and an access package can't exclude itself.
  validation {
    condition = alltrue([for risk in values(var.risks) : alltrue([for kind in ["access_packages", "groups"] : try(
      length(distinct(flatten([for name in risk.functions : tolist(var.functions[name][kind])]))) == length(flatten([for name in risk.functions : tolist(var.functions[name][kind])])), true
    )])])
    error_message = "An access package or group can't be in two functions of the same risk. Split it. These are: ${join("; ", flatten([
      for id, risk in var.risks : [for kind in ["access_packages", "groups"] : try([
        for granted, functions in { for each in flatten([for name in distinct(risk.functions) : [for granted in var.functions[name][kind] : { granted = granted, name = name }]]) : each.granted => each.name... } :
        "${id}: ${granted} grants ${join(" and ", functions)}" if length(functions) > 1
      ], [])]
    ]))}."
  }
}
