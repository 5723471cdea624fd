i = 0
items = [5, 6]
i, items[i] = 1, 9
print(i, items)
