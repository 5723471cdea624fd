size = 1

class Grid:
    size = 3
    row = [size for _ in range(2)]

print(Grid.row)
