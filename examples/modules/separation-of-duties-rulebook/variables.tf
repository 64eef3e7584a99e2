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
    condition     = alltrue([for function in values(var.functions) : try(function.access_packages, null) != null && try(function.groups, null) != null])
    error_message = "A list is missing, write [] for none: ${join(", ", [for name, function in var.functions : name if try(function.access_packages, null) == null || try(function.groups, null) == null])}."
  }

  validation {
    condition = alltrue([for function in values(var.functions) : length(setsubtract(try(coalesce(function.access_packages, []), []), keys(var.access_packages))) == 0])
    error_message = "A function can use only names in access_packages. These names are missing there: ${join("; ", [
      for name, function in var.functions : "${name}: ${join(", ", [for other in setsubtract(try(coalesce(function.access_packages, []), []), keys(var.access_packages)) : other == null ? "null" : other])}"
      if length(setsubtract(try(coalesce(function.access_packages, []), []), keys(var.access_packages))) > 0
    ])}."
  }

  validation {
    condition = alltrue([for function in values(var.functions) : length(setsubtract(try(coalesce(function.groups, []), []), keys(var.groups))) == 0])
    error_message = "A function can use only names in groups. These names are missing there: ${join("; ", [
      for name, function in var.functions : "${name}: ${join(", ", [for other in setsubtract(try(coalesce(function.groups, []), []), keys(var.groups)) : other == null ? "null" : other])}"
      if length(setsubtract(try(coalesce(function.groups, []), []), keys(var.groups))) > 0
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
    condition     = alltrue([for risk in values(var.risks) : contains(["critical", "high", "medium", "low"], try(coalesce(risk.severity, "-"), "-"))])
    error_message = "A severity must be critical, high, medium or low. Correct these risks: ${join(", ", [for id, risk in var.risks : "${id} (${try(coalesce(risk.severity, "null"), "null")})" if !contains(["critical", "high", "medium", "low"], try(coalesce(risk.severity, "-"), "-"))])}."
  }

  validation {
    condition     = alltrue([for risk in values(var.risks) : trimspace(try(coalesce(risk.name, " "), " ")) != "" && trimspace(try(coalesce(risk.owner, " "), " ")) != "" && trimspace(try(coalesce(risk.rationale, " "), " ")) != ""])
    error_message = "A risk has a name, an owner and a rationale. One of them is empty in ${join(", ", [for id, risk in var.risks : id if trimspace(try(coalesce(risk.name, " "), " ")) == "" || trimspace(try(coalesce(risk.owner, " "), " ")) == "" || trimspace(try(coalesce(risk.rationale, " "), " ")) == ""])}."
  }

  validation {
    condition     = alltrue([for risk in values(var.risks) : try(risk.compensating_control, null) != null && try(risk.references, null) != null])
    error_message = "Write \"\" for no compensating control and [] for no references. One of them is null in ${join(", ", [for id, risk in var.risks : id if try(risk.compensating_control, null) == null || try(risk.references, null) == null])}."
  }

  validation {
    condition = alltrue([for risk in values(var.risks) : length(setsubtract(try(coalesce(risk.functions, []), []), keys(var.functions))) == 0])
    error_message = "A risk can use only names in functions. These names are missing there: ${join("; ", [
      for id, risk in var.risks : "${id}: ${join(", ", [for other in setsubtract(try(coalesce(risk.functions, []), []), keys(var.functions)) : other == null ? "null" : other])}"
      if length(setsubtract(try(coalesce(risk.functions, []), []), keys(var.functions))) > 0
    ])}."
  }

  validation {
    condition     = alltrue([for risk in values(var.risks) : length(try(coalesce(risk.functions, []), [])) > 1 && length(distinct(try(coalesce(risk.functions, []), []))) == length(try(coalesce(risk.functions, []), []))])
    error_message = "A risk needs at least two functions, each named once. Correct these risks: ${join(", ", [for id, risk in var.risks : id if length(try(coalesce(risk.functions, []), [])) < 2 || length(distinct(try(coalesce(risk.functions, []), []))) < length(try(coalesce(risk.functions, []), []))])}."
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
