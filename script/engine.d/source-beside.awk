# Reads apt's sources (one-line or deb822) and prints a source of `suite` beside the first bookworm one found:
# the same mirror, the same keyring.

function found(uri, keyring) {
  print "Types: deb\nURIs: " uri "\nSuites: " suite "\nComponents: main"
  if (keyring) print "Signed-By: " keyring
  done = 1
  exit
}

function stanza_ends() {
  if (stanza["types"] ~ /(^| )deb( |$)/ && stanza["suites"] ~ /(^| )bookworm( |$)/ && stanza["enabled"] != "no")
    found(stanza["uris"], stanza["signed-by"])
  delete stanza
}

FNR == 1 { stanza_ends() }
/^[[:space:]]*#/ { next }
/^[[:space:]]*$/ { stanza_ends(); next }

/^deb[[:space:]]/ {
  options = match($0, /\[[^]]*\]/) ? substr($0, RSTART + 1, RLENGTH - 2) : ""
  sub(/^deb[[:space:]]+(\[[^]]*\])?[[:space:]]*/, "")
  if ($2 == "bookworm")
    found($1, match(options, /signed-by=[^ ]+/) ? substr(options, RSTART + 10, RLENGTH - 10) : "")
  next
}

/^[A-Za-z-]+:/ {
  field = tolower(substr($0, 1, index($0, ":") - 1))
  value = substr($0, index($0, ":") + 1)
  sub(/^[[:space:]]+/, "", value)
  stanza[field] = value
}

# exit runs END too
END { if (!done) stanza_ends() }
