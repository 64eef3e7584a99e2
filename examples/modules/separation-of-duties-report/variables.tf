variable "catalog_id" {
  type        = string
  default     = null
  description = "The id of the catalog to report on. Without it, all catalogs that the caller may read."
}

variable "catalog_names" {
  type        = map(string)
  default     = {}
  nullable    = false
  description = "Names of catalogs by id, for headings. A catalog that is not in here is shown by its id."
}

variable "count_conflicts_of" {
  type        = set(string)
  default     = ["group", "access_package"]
  nullable    = false
  description = "The kinds of rules whose conflicts are counted: `group`, which needs `GroupMember.Read.All` too, and `access_package`. Empty for a quick report without counts."

  validation {
    condition     = length(setsubtract(var.count_conflicts_of, ["group", "access_package"])) == 0
    error_message = "The kinds are \"group\" and \"access_package\"; there is no ${join(", ", setsubtract(var.count_conflicts_of, ["group", "access_package"]))}."
  }
}

variable "include_delivering" {
  type        = bool
  default     = false
  nullable    = false
  description = "Whether assignments count too that are on their way: `delivering` and `partiallyDelivered`."
}

variable "find_gaps" {
  type        = bool
  default     = true
  nullable    = false
  description = "Whether to look for ways round the rules, at one more request for each access package."
}

variable "accept" {
  type        = set(string)
  default     = []
  nullable    = false
  description = "Ways round rules that are known and meant: ids of gaps, or import ids of rules for all gaps of the rule."
}

variable "changed_since" {
  type        = string
  default     = null
  description = "The day, such as `2026-11-01`, or the moment since when to tell who added and removed rules. It needs `AuditLog.Read.All` too."

  validation {
    condition     = var.changed_since == null || can(timecmp("${var.changed_since}T00:00:00Z", "2000-01-01T00:00:00Z")) || can(timecmp(var.changed_since, "2000-01-01T00:00:00Z"))
    error_message = "changed_since is a day such as 2026-11-01, or a moment such as 2026-11-01T08:00:00Z."
  }
}

variable "exceptions" {
  type = map(object({
    holders = number
    owner   = string
    reason  = string
    ticket  = optional(string, "")
    expires = string
  }))
  default     = {}
  nullable    = false
  description = "Conflicts that are accepted for a while, by the rule's import id: how many holders, whose decision it was, why, where that is written down, and the last day (`2027-03-31`)."

  validation {
    condition     = alltrue([for exception in values(var.exceptions) : can(timecmp("${exception.expires}T00:00:00Z", "2000-01-01T00:00:00Z"))])
    error_message = "expires is a date such as 2027-03-31. It is not in ${join(", ", [for id, exception in var.exceptions : "${id} (${exception.expires})" if !can(timecmp("${exception.expires}T00:00:00Z", "2000-01-01T00:00:00Z"))])}."
  }

  validation {
    condition     = alltrue([for exception in values(var.exceptions) : trimspace(exception.owner) != "" && trimspace(exception.reason) != ""])
    error_message = "An exception has an owner and a reason. One of them is empty in ${join(", ", [for id, exception in var.exceptions : id if trimspace(exception.owner) == "" || trimspace(exception.reason) == ""])}."
  }
}

variable "risks" {
  type = map(object({
    name                 = string
    severity             = string
    rules                = set(string)
    owner                = optional(string, "")
    rationale            = optional(string, "")
    compensating_control = optional(string, "")
    references           = optional(list(string), [])
  }))
  default     = {}
  nullable    = false
  description = "What rules are for, by the risk's id: its severity and the import ids of its rules. The module separation-of-duties-rulebook gives them in its output `risks`."

  validation {
    condition     = alltrue([for risk in values(var.risks) : contains(["critical", "high", "medium", "low"], risk.severity)])
    error_message = "A severity is critical, high, medium or low. It is not in ${join(", ", [for id, risk in var.risks : "${id} (${risk.severity})" if !contains(["critical", "high", "medium", "low"], risk.severity)])}."
  }
}

variable "max_days" {
  type        = number
  default     = 366
  nullable    = false
  description = "How many days from today an exception may last."
}

variable "today" {
  type        = string
  default     = null
  description = "The day by which exceptions are judged, such as `2026-12-01`. The day of the plan by default."
}

variable "title" {
  type        = string
  default     = "Separation of duties"
  nullable    = false
  description = "The heading of the report."
}

variable "as_of" {
  type        = string
  default     = null
  description = "The date to print in the report. Left out by default, so that the report changes only when the tenant does."
}

variable "diagram_limit" {
  type        = number
  default     = 60
  nullable    = false
  description = "With more rules than this the Markdown has no diagram: nobody could read it."
}
