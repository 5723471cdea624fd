# Texts, for the scripts beside it.

say() {
  printf '%s\n' "$*"
}

trim() {
  echo "$1" | {
    read one
    echo "$one"
  }
}
