values = [1, 8, 15]
found = (x for x in values if x in values)
values = [2, 8, 22]
print(list(found))
