names = {1: "int", True: "bool", 1.0: "float"}
print(names)
