"""Tasks, visits, questions of the public, named officers and who is away."""
