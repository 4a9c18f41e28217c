"""The call handler's desk: pages and forms; decisions are made below."""
