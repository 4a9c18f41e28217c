"""What every force needs before the first call: accounts, audit, policy, published codes, page components."""
