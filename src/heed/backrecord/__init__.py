"""
Years at once: links the records of a file, trains the weights that calls use, and looks over a force's own records.

Knows: how a file is read, how Splink is asked, on DuckDB or Spark, and what a run found. Leaves what likeness means to
engines/linkage, and who is who to people's decisions in domain/people. charts, modelling and linking need no database.
"""
