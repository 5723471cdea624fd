from dataclasses import dataclass

@dataclass
class Point:
    x: int

try:
    print(len({Point(1), Point(1)}))
except TypeError:
    print("TypeError")
