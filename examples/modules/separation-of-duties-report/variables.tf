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
