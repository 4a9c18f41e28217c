"""
The trail of who did what to whose record (DPA 2018 s.62), append-only and hash-chained.

Written explicitly, in the transaction of the act it records. Nothing here is read to decide anything. Events hold no
foreign keys, so that they outlive what they name.
"""
