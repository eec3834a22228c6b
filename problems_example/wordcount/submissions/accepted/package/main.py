# Accepted: a main program and a package in a folder below it.
import sys

from counting import ranking, words

found = words.split(sys.stdin.read())
print(len(found))
for number, word in ranking.most_frequent_first(found):
    print(number, word)
