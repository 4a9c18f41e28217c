"""Powers: what was considered, issued, varied, breached and ended, step by step."""
