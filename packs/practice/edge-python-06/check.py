words = ["pear", "fig", "kiwi", "date"]
print(*sorted(words, key=len, reverse=True))
