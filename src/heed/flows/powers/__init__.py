"""The powers ladder: what was used, each step of it, what runs out, and the yearly figures."""
