# Texts, for the scripts beside it.

say() {
  printf '%s\n' "$*"
}

trim() {
  printf '%s\n' "$1" | sed 's/^ *//; s/ *$//'
}
