# Runs against the emulator with tests/hostile.json, where people have given names to groups that try to write into the report.

provider "elm" {}

run "names_are_text" {
  variables {
    title      = "</title><script>alert(6)</script>"
    exceptions = { "\"><script>alert(7)</script>" = { holders = 1, owner = "<img>", reason = "'", expires = "2020-01-01" } }
    risks = {
      "\"><script>alert(8)</script>" = {
        name     = "<img src=x onerror=alert(9)>"
        severity = "low"
        rules    = ["ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002"]
      }
    }
  }

  assert {
    condition     = output.summary.rules == 5 && output.summary.conflicts == 3
    error_message = "The report is complete: ${jsonencode(output.summary)}"
  }

  assert {
    condition     = length(regexall("(?i)<script", output.html)) == 1 && length(regexall("(?i)<img", output.html)) == 0
    error_message = "A name became an element."
  }

  # Attributes are quoted by double quotes, and a name has none left.
  assert {
    condition     = length(regexall(" (data-risk|data-rule|value)=\"[^\"<>]*\"[ >]", output.html)) == length(regexall(" (data-risk|data-rule|value)=", output.html))
    error_message = "A name ended its attribute."
  }

  assert {
    condition     = strcontains(output.html, "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>") && strcontains(output.html, "data-risk=\"&quot;&gt;&lt;script&gt;alert(8)&lt;/script&gt;\"")
    error_message = "A name is not shown as it is."
  }

  # Backslashes are taken out with what they escape. Five rules are five rows of four cells, and nothing in them means anything else.
  assert {
    condition     = length(regexall("(?m)^\\| [^<>`*\\[\\]_~|]* \\| [^<>`*\\[\\]_~|]* \\| [a-z, -]* \\| [0-9]+ \\|$", replace(output.markdown, "/\\\\[[:punct:]]/", ""))) == 5
    error_message = "A name is read as Markdown: ${output.markdown}"
  }

  # Inside quotes nothing but letters, digits, spaces and numbered characters.
  assert {
    condition     = length(regexall("(?m)^  n[0-9]+(\\(\\[|\\[)\"([A-Za-z0-9 ]|#[0-9]+;)*\"(\\]\\)|\\])$", output.markdown)) == 5
    error_message = "A name is read as Mermaid: ${output.markdown}"
  }

  assert {
    condition     = length(regexall("```", replace(output.markdown, "/\\\\`/", ""))) == 2
    error_message = "A name ended the diagram: ${output.markdown}"
  }
}
