variable "access_packages" {
  type = map(object({
    id         = string
    catalog_id = string
  }))
  nullable    = false
  description = "The access packages by a name of your choice, which the other variables use. All rules of each are managed: one that is in no other variable ends up with none."

  validation {
    condition = alltrue([
      for package in values(var.access_packages) : alltrue([
        for id in [package.id, package.catalog_id] : can(regex("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
      ])
    ])
    error_message = "Both id and catalog_id must be GUIDs. These are not: ${join("; ", flatten([
      for name, package in var.access_packages : [
        for attribute, id in { id = package.id, catalog_id = package.catalog_id } :
        "${name}: ${attribute} = ${try("\"${id}\"", "null")}${can(regex("^[ -~]*[^ -~]", id)) ? ", where position ${length(regex("^[ -~]*", id)) + 1} is not the character that it looks like" : ""}"
        if !can(regex("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
      ]
    ]))}."
  }

  validation {
    condition = length(distinct([for package in values(var.access_packages) : lower(package.id)])) == length(var.access_packages)
    error_message = "Each access package needs one name. The same id has several: ${join("; ", [
      for names in values({ for name, package in var.access_packages : lower(package.id) => name... }) : join(" = ", names) if length(names) > 1
    ])}."
  }
}

variable "groups" {
  type        = map(string)
  default     = {}
  nullable    = false
  description = "Object ids of groups by a name of your choice. The form `/groups/<guid>`, in which azuread gives them, is understood."

  validation {
    condition = alltrue([
      for id in values(var.groups) : can(regex("^(/groups/)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
    ])
    error_message = "Groups are given by object id, a GUID. These are not: ${join("; ", [
      for name, id in var.groups :
      "${name} = ${try("\"${id}\"", "null")}${can(regex("^[ -~]*[^ -~]", id)) ? ", where position ${length(regex("^[ -~]*", id)) + 1} is not the character that it looks like" : ""}"
      if !can(regex("^(/groups/)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", id))
    ])}."
  }

  validation {
    condition = length(distinct([for id in values(var.groups) : lower(trimprefix(id, "/groups/"))])) == length(var.groups)
    error_message = "Each group needs one name. The same id has several: ${join("; ", [
      for names in values({ for name, id in var.groups : lower(trimprefix(id, "/groups/")) => name... }) : join(" = ", names) if length(names) > 1
    ])}."
  }
}

variable "incompatible_groups" {
  type        = map(set(string))
  default     = {}
  nullable    = false
  description = "For the name of an access package: the names of the groups whose members must not have it."

  validation {
    condition = length(setsubtract(keys(var.incompatible_groups), keys(var.access_packages))) == 0
    error_message = "Every key is the name of an access package. These are not in access_packages: ${join(", ",
      setsubtract(keys(var.incompatible_groups), keys(var.access_packages)),
    )}."
  }

  validation {
    condition = alltrue([for groups in values(var.incompatible_groups) : try(length(setsubtract(groups, keys(var.groups))) == 0, false)])
    error_message = "Every value is a list of names of groups. These are not in groups: ${join("; ", [
      for name, groups in var.incompatible_groups : "${name}: ${try(join(", ", setsubtract(groups, keys(var.groups))), "null")}"
      if !try(length(setsubtract(groups, keys(var.groups))) == 0, false)
    ])}."
  }
}

variable "mutually_exclusive" {
  type        = map(set(string))
  default     = {}
  nullable    = false
  description = "For a name of your choice: the names of access packages of which nobody may have two. Rules between access packages are one-way in Microsoft Entra; each pair gets both."

  validation {
    condition = alltrue([for members in values(var.mutually_exclusive) : try(length(members) > 1, false)])
    error_message = "Exclusion needs two access packages or more. These have fewer: ${join(", ", [
      for name, members in var.mutually_exclusive : name if !try(length(members) > 1, false)
    ])}."
  }

  validation {
    condition = alltrue([for members in values(var.mutually_exclusive) : length(setsubtract(coalesce(members, []), keys(var.access_packages))) == 0])
    error_message = "Every value is a list of names of access packages. These are not in access_packages: ${join("; ", [
      for name, members in var.mutually_exclusive : "${name}: ${join(", ", setsubtract(coalesce(members, []), keys(var.access_packages)))}"
      if length(setsubtract(coalesce(members, []), keys(var.access_packages))) > 0
    ])}."
  }
}

variable "incompatible_access_packages" {
  type        = map(set(string))
  default     = {}
  nullable    = false
  description = "For the name of an access package: the names of those whose holders must not have it. One-way: holders of this one may still request those."

  validation {
    condition = length(setsubtract(keys(var.incompatible_access_packages), keys(var.access_packages))) == 0
    error_message = "Every key is the name of an access package. These are not in access_packages: ${join(", ",
      setsubtract(keys(var.incompatible_access_packages), keys(var.access_packages)),
    )}."
  }

  validation {
    condition = alltrue([
      for others in values(var.incompatible_access_packages) : try(length(setsubtract(others, keys(var.access_packages))) == 0, false)
    ])
    error_message = "Every value is a list of names of access packages. These are not in access_packages: ${join("; ", [
      for name, others in var.incompatible_access_packages : "${name}: ${try(join(", ", setsubtract(others, keys(var.access_packages))), "null")}"
      if !try(length(setsubtract(others, keys(var.access_packages))) == 0, false)
    ])}."
  }

  validation {
    condition = alltrue([for name, others in var.incompatible_access_packages : !try(contains(others, name), false)])
    error_message = "An access package cannot exclude itself. These do: ${join(", ", [
      for name, others in var.incompatible_access_packages : name if try(contains(others, name), false)
    ])}."
  }
}
