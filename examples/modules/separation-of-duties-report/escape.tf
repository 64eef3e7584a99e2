# Whoever names a group or an access package must not be able to write into the report: to HTML, Markdown and Mermaid every name is hostile.
locals {
  texts = keys({
    for text in concat(
      values(local.names), [var.title, coalesce(var.as_of, "-")], local.unread, local.unused_accepts,
      keys(var.exceptions), values(local.exception_names), flatten([for exception in values(var.exceptions) : [exception.owner, exception.reason, exception.ticket, exception.expires]]),
      [var.changed_since == null ? "-" : var.changed_since], local.changes[*].sentence, local.changes[*].actor, compact(local.changes[*].import_id),
      local.gaps[*].sentence, local.uncounted[*].uncounted, local.missing[*].names,
      flatten([for id, risk in var.risks : concat([id, risk.name, risk.owner, risk.rationale, risk.compensating_control], risk.references)]),
    ) : text => true...
  })

  html = {
    for text in local.texts : text =>
    replace(replace(replace(replace(replace(replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\"", "&quot;"), "'", "&#39;"), "`", "&#96;")
  }

  markdown = { for text in local.texts : text => replace(replace(text, "/[\\\\`*_{}\\[\\]<>()#|~&!$^=]/", "\\$0"), "/[\\n\\r\\t]/", " ") }

  # Mermaid reads text inside quotes as Markdown and its directives anywhere at all, so that nothing but letters, digits and spaces is safe.
  mermaid_characters = {
    "!" = "#33;", "\"" = "#34;", "#" = "#35;", "$" = "#36;", "%" = "#37;", "&" = "#38;", "'" = "#39;", "(" = "#40;", ")" = "#41;", "*" = "#42;",
    "+" = "#43;", "," = "#44;", "-" = "#45;", "." = "#46;", "/" = "#47;", ":" = "#58;", ";" = "#59;", "<" = "#60;", "=" = "#61;", ">" = "#62;",
    "?" = "#63;", "@" = "#64;", "[" = "#91;", "\\" = "#92;", "]" = "#93;", "^" = "#94;", "_" = "#95;", "`" = "#96;", "{" = "#123;", "|" = "#124;",
    "}" = "#125;", "~" = "#126;", "\n" = " ", "\r" = " ", "\t" = " "
  }

  mermaid = {
    for id in local.objects : id => join("", [for character in split("", local.names[id]) : lookup(local.mermaid_characters, character, character)])
  }
}
