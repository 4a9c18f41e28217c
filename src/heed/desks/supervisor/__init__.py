"""The supervisor's desk: pages and forms; decisions are made below."""
