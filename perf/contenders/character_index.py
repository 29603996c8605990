"""The same index as one writes it down in Python. Argument: a file of code points and names, with a tab between."""

import collections
import json
import sys
import time

with open(sys.argv[1], encoding="utf-8") as file:
    pairs = [line.rstrip("\n").split("\t") for line in file]
names = [(chr(int(code)), name) for code, name in pairs]

started = time.perf_counter()
index = collections.defaultdict(set)
for char, name in names:
    for word in name.replace("-", " ").split():
        index[word].add(char)
elapsed = time.perf_counter() - started
print(json.dumps({"perSecond": len(names) / elapsed}))
