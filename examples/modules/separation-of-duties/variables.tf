# Messages show a character that is hidden or looks like another one by its UTF-8 bytes, such as %C2%A0 for a no-break space.

variable "access_packages" {
  type = map(object({
    id         = string
    catalog_id = string
  }))
  nullable    = false
  description = "Access packages by a name of your choice, which the other variables use. The module manages all rules of each, and removes all rules of one that no other variable names."

  validation {
    condition = alltrue([
      for package in values(var.access_packages) : alltrue([
        for id in [try(package.id, null), try(package.catalog_id, null)] : can(regex("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
      ])
    ])
    error_message = "Both id and catalog_id must be GUIDs. These aren't: ${join("; ", flatten([
      for name, package in var.access_packages : [
        for attribute, id in { id = try(package.id, null), catalog_id = try(package.catalog_id, null) } :
        "${join("", [for c in split("", name) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])}: ${attribute} = ${try("\"${join("", [for c in split("", id) : can(regex("[ -~]", c)) ? c : urlencode(c)])}\"", "null")}"
        if !can(regex("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
      ]
    ]))}."
  }

  validation {
    condition = alltrue([
      for package in values(var.access_packages) : alltrue([
        for id in [try(package.id, null), try(package.catalog_id, null)] : !can(regex("^[0-]+$", id))
      ])
    ])
    error_message = "An ID of zeros is a placeholder. Replace these: ${join("; ", flatten([
      for name, package in var.access_packages : [
        for attribute, id in { id = try(package.id, null), catalog_id = try(package.catalog_id, null) } :
        "${join("", [for c in split("", name) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])}: ${attribute}" if can(regex("^[0-]+$", id))
      ]
    ]))}."
  }

  # Null IDs and placeholders, which have nothing but zeros, are reported above.
  validation {
    condition = alltrue([
      for names in values({ for name, package in var.access_packages : lower(package.id) => name... if can(regex("[1-9A-Fa-f]", package.id)) }) :
      length(names) == 1
    ])
    error_message = "Each access package needs one name. The same ID has several: ${join("; ", [
      for names in values({ for name, package in var.access_packages : lower(package.id) => name... if can(regex("[1-9A-Fa-f]", package.id)) }) :
      join(" = ", names) if length(names) > 1
    ])}."
  }
}

variable "groups" {
  type        = map(string)
  default     = {}
  nullable    = false
  description = "Object IDs of groups by a name of your choice. Also accepts azuread's form, `/groups/<guid>`."

  validation {
    condition = alltrue([
      for id in values(var.groups) : can(regex("^(/groups/)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
    ])
    error_message = "Groups are given by object ID, a GUID. These aren't: ${join("; ", [
      for name, id in var.groups :
      "${join("", [for c in split("", name) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])} = ${try("\"${join("", [for c in split("", id) : can(regex("[ -~]", c)) ? c : urlencode(c)])}\"", "null")}"
      if !can(regex("^(/groups/)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
    ])}."
  }

  validation {
    condition = alltrue([for id in values(var.groups) : !can(regex("^(/groups/)?[0-]+$", id))])
    error_message = "An ID of zeros is a placeholder. Replace these: ${join(", ", [
      for name, id in var.groups : join("", [for c in split("", name) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)]) if can(regex("^(/groups/)?[0-]+$", id))
    ])}."
  }

  validation {
    condition = alltrue([
      for names in values({ for name, id in var.groups : lower(trimprefix(id, "/groups/")) => name... if can(regex("[1-9A-Fa-f]", trimprefix(id, "/groups/"))) }) :
      length(names) == 1
    ])
    error_message = "Each group needs one name. The same ID has several: ${join("; ", [
      for names in values({ for name, id in var.groups : lower(trimprefix(id, "/groups/")) => name... if can(regex("[1-9A-Fa-f]", trimprefix(id, "/groups/"))) }) :
      join(" = ", names) if length(names) > 1
    ])}."
  }
}

variable "incompatible_groups" {
  type        = map(set(string))
  default     = {}
  nullable    = false
  description = "For the name of an access package: the names of the groups whose members can't request it."

  validation {
    condition = length(setsubtract(keys(var.incompatible_groups), keys(var.access_packages))) == 0
    error_message = "Every key is the name of an access package. These aren't in access_packages: ${join(", ", [
      for other in setsubtract(keys(var.incompatible_groups), keys(var.access_packages)) : join("", [for c in split("", other) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])
    ])}."
  }

  validation {
    condition = alltrue([for groups in values(var.incompatible_groups) : try(length(setsubtract(groups, keys(var.groups))) == 0, false)])
    error_message = "Every value is a list of names of groups. These aren't in groups: ${join("; ", [
      for name, groups in var.incompatible_groups : "${name}: ${groups == null ? "no list, write []" : join(", ", [for other in setsubtract(groups, keys(var.groups)) : other == null ? "null" : join("", [for c in split("", other) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])])}"
      if !try(length(setsubtract(groups, keys(var.groups))) == 0, false)
    ])}."
  }
}

variable "mutually_exclusive" {
  type        = map(set(string))
  default     = {}
  nullable    = false
  description = "For a name of your choice: the names of access packages that exclude each other. A rule between access packages has one direction in Microsoft Entra, so each pair gets both."

  validation {
    condition = alltrue([for members in values(var.mutually_exclusive) : try(length(members) > 1, false)])
    error_message = "Exclusion needs two access packages or more. These have fewer: ${join(", ", [
      for name, members in var.mutually_exclusive : name if !try(length(members) > 1, false)
    ])}."
  }

  validation {
    condition = alltrue([for members in values(var.mutually_exclusive) : length(setsubtract(coalesce(members, []), keys(var.access_packages))) == 0])
    error_message = "Every value is a list of names of access packages. These aren't in access_packages: ${join("; ", [
      for name, members in var.mutually_exclusive : "${name}: ${join(", ", [for other in setsubtract(coalesce(members, []), keys(var.access_packages)) : other == null ? "null" : join("", [for c in split("", other) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])])}"
      if length(setsubtract(coalesce(members, []), keys(var.access_packages))) > 0
    ])}."
  }
}

variable "incompatible_access_packages" {
  type        = map(set(string))
  default     = {}
  nullable    = false
  description = "For the name of an access package: the names of those whose holders can't request it. One direction: holders of this one can still request those."

  validation {
    condition = length(setsubtract(keys(var.incompatible_access_packages), keys(var.access_packages))) == 0
    error_message = "Every key is the name of an access package. These aren't in access_packages: ${join(", ", [
      for other in setsubtract(keys(var.incompatible_access_packages), keys(var.access_packages)) : join("", [for c in split("", other) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])
    ])}."
  }

  validation {
    condition = alltrue([
      for others in values(var.incompatible_access_packages) : try(length(setsubtract(others, keys(var.access_packages))) == 0, false)
    ])
    error_message = "Every value is a list of names of access packages. These aren't in access_packages: ${join("; ", [
      for name, others in var.incompatible_access_packages : "${name}: ${others == null ? "no list, write []" : join(", ", [for other in setsubtract(others, keys(var.access_packages)) : other == null ? "null" : join("", [for c in split("", other) : can(regex("[ -~\\p{L}]", c)) ? c : urlencode(c)])])}"
      if !try(length(setsubtract(others, keys(var.access_packages))) == 0, false)
    ])}."
  }

  validation {
    condition = alltrue([for name, others in var.incompatible_access_packages : !try(contains(others, name), false)])
    error_message = "An access package can't exclude itself. These do: ${join(", ", [
      for name, others in var.incompatible_access_packages : name if try(contains(others, name), false)
    ])}."
  }
}
