# Whoever names a group or an access package must not be able to write into the report: to HTML, Markdown and Mermaid every name is
# hostile. Terraform has no functions for that, so each character is looked up.
locals {
  texts = distinct(concat(
    values(local.names), [var.title, var.as_of == null ? "" : var.as_of],
    values(local.exception_names), flatten([for exception in values(var.exceptions) : [exception.owner, exception.reason, exception.ticket, exception.expires]]),
  ))

  html_characters = { "&" = "&amp;", "<" = "&lt;", ">" = "&gt;", "\"" = "&quot;", "'" = "&#39;", "`" = "&#96;" }
  markdown_characters = merge(
    { for character in split("", "\\`*_{}[]<>()#|~&!$^=") : character => "\\${character}" },
    { "\n" = " ", "\r" = " ", "\t" = " " },
  )

  # Mermaid reads text inside quotes as Markdown and its directives anywhere at all, so that nothing but letters, digits and spaces is safe.
  mermaid_characters = {
    "!" = "#33;", "\"" = "#34;", "#" = "#35;", "$" = "#36;", "%" = "#37;", "&" = "#38;", "'" = "#39;", "(" = "#40;", ")" = "#41;", "*" = "#42;",
    "+" = "#43;", "," = "#44;", "-" = "#45;", "." = "#46;", "/" = "#47;", ":" = "#58;", ";" = "#59;", "<" = "#60;", "=" = "#61;", ">" = "#62;",
    "?" = "#63;", "@" = "#64;", "[" = "#91;", "\\" = "#92;", "]" = "#93;", "^" = "#94;", "_" = "#95;", "`" = "#96;", "{" = "#123;", "|" = "#124;",
    "}" = "#125;", "~" = "#126;", "\n" = " ", "\r" = " ", "\t" = " "
  }

  html     = { for text in local.texts : text => join("", [for character in split("", text) : lookup(local.html_characters, character, character)]) }
  markdown = { for text in local.texts : text => join("", [for character in split("", text) : lookup(local.markdown_characters, character, character)]) }
  mermaid  = { for text in local.texts : text => join("", [for character in split("", text) : lookup(local.mermaid_characters, character, character)]) }
}
