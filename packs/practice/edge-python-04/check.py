pair = ([1], 2)
try:
    pair[0] += [3]
except TypeError:
    print("TypeError", pair)
else:
    print("fine", pair)
