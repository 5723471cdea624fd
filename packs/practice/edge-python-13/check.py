sign = "\u00b2"  # superscript two
print(sign.isdigit(), sign.isdecimal())
try:
    int(sign)
except ValueError:
    print("ValueError")
