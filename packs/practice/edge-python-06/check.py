words = ["b", "A", "a", "B"]
print(sorted(words, key=str.lower, reverse=True))
