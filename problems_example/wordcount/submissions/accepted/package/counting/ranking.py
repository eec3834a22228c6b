from collections import Counter


def most_frequent_first(words):
    counts = Counter(words)
    return [(counts[word], word) for word in sorted(counts, key=lambda word: (-counts[word], word))]
