error = "none yet"
try:
    raise ValueError("broken")
except ValueError as error:
    pass
print("error" in globals())
