from datetime import timedelta

print(timedelta(minutes=-1))
