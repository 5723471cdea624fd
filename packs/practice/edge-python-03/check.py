class Counter:
    def __init__(self):
        self.__count = 7

    def __getattr__(self, name):
        return name

print(Counter().__count)
