print("https://test.example".lstrip("https://"))
