# Wrong: the answer to the first sample, whatever the question.
print(7)
