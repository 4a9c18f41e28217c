"""The server's two configuration files, written anew at every start: nothing in them is a setting of Heed."""

from pathlib import Path

from heed.config.embedded.places import PORT

# Anybody who can reach the socket still has to know the password. The role postgres has none, so nobody can be it.
PG_HBA = "# Written by Heed at every start.\nlocal all all scram-sha-256\n"

SERVER = f"""\
# Written by Heed at every start: changes are lost.
cluster_name = 'heed'
listen_addresses = ''
port = {PORT}
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100

shared_buffers = '256MB'
effective_cache_size = '1GB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
random_page_cost = 1.1
jit = off

wal_level = 'replica'
max_wal_size = '1GB'
checkpoint_completion_target = 0.9

timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C'

# One file for each day of the week. Neither the text of a statement nor the detail of an error is logged: they quote
# names, numbers and callers' words.
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_rotation_age = '1d'
log_rotation_size = 0
log_truncate_on_rotation = on
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
"""

DURABLE = "fsync = on\nfull_page_writes = on\nsynchronous_commit = on\n"
# For tests alone: their data may go with the machine.
FLEETING = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"


def postgresql_conf(socket_dir: Path, *, durable: bool) -> str:
    """Return the text of postgresql.conf. The directory is quoted twice: as an item of a list, then as a string."""
    item = '"' + str(socket_dir).replace('"', '""') + '"'
    string = "'" + item.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"{SERVER}\nunix_socket_directories = {string}\n\n{DURABLE if durable else FLEETING}"
