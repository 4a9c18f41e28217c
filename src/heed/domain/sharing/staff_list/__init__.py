"""The staff list: whose private lives their colleagues do not read."""
