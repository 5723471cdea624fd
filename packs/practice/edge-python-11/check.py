numbers = iter([1, 2, 3, 4])
pairs = list(zip(numbers, ["a", "b"]))
print(next(numbers))
